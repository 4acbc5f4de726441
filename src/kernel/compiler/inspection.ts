import ts from 'typescript';
import type { MimeBundle } from '../notebook/notebook.js';
import { readable } from './diagnostics.js';
import type { Session } from './session.js';

/** The signature and documentation of the name at a position, or of the call around it. */
export function inspectAt(
  session: Session,
  code: string,
  position: number,
): MimeBundle | undefined {
  const { service, file, offset } = session.look(code);
  // Front ends ask with the cursor behind a name or behind the parenthesis that it is called with.
  const info = [position, position - 1]
    .filter((at) => at >= 0)
    .map((at) => service.getQuickInfoAtPosition(file, offset + at))
    .find((each) => each !== undefined && ts.displayPartsToString(each.displayParts) !== 'any');
  if (info !== undefined) return bundle(quickInfo(info));
  const call = service.getSignatureHelpItems(file, offset + position, undefined);
  const signature = call?.items[call.selectedItemIndex];
  return signature && bundle(signatureText(signature));
}

interface Described {
  readonly code: string;
  /** The documentation: what it says, and what its tags say. */
  readonly about: readonly string[];
}

function quickInfo({ displayParts, documentation, tags = [] }: ts.QuickInfo): Described {
  const notes = tags.map(({ name, text }) => `@${name} ${ts.displayPartsToString(text)}`.trimEnd());
  return {
    code: withoutAlias(readable(ts.displayPartsToString(displayParts))),
    about: [ts.displayPartsToString(documentation), ...notes],
  };
}

/** Names of other cells and of modules are imports to the compiler; what they import matters. */
function withoutAlias(code: string): string {
  return code.replace(/^\(alias\) ([^]*)\nimport .*$/, '$1');
}

function signatureText(item: ts.SignatureHelpItem): Described {
  const parameters = item.parameters.map(({ displayParts }) =>
    ts.displayPartsToString(displayParts),
  );
  const list = parameters.join(ts.displayPartsToString(item.separatorDisplayParts));
  const [head, tail] = [item.prefixDisplayParts, item.suffixDisplayParts];
  const notes = item.parameters
    .map(({ name, documentation }) => ({ name, text: ts.displayPartsToString(documentation) }))
    .filter(({ text }) => text !== '')
    .map(({ name, text }) => `@param ${name} ${text}`);
  return {
    code: readable(`${ts.displayPartsToString(head)}${list}${ts.displayPartsToString(tail)}`),
    about: [ts.displayPartsToString(item.documentation), ...notes],
  };
}

function bundle({ code, about }: Described): MimeBundle {
  const said = about.filter((each) => each !== '');
  return {
    'text/plain': [code, ...(said.length > 0 ? ['', ...said] : [])].join('\n'),
    'text/markdown': [`\`\`\`typescript\n${code}\n\`\`\``, ...said].join('\n\n'),
  };
}
