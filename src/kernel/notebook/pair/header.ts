import { dump, load } from 'js-yaml';
import { UserError } from '../../../errors.js';
import { isRecord } from '../notebook.js';
import type { Metadata } from '../strip.js';
import { comment, uncomment } from './comment.js';

const RULE = /^\/\/ ---\s*$/;
const ENCODING = /^\/\/.*coding[:=]/;

/** The metadata of the notebook as YAML in comments, as jupytext writes it; nothing for `{}`. */
export function headerLines(metadata: Metadata): string[] {
  if (Object.keys(metadata).length === 0) return [];
  const yaml = dump({ jupyter: metadata }, { lineWidth: -1, noRefs: true });
  return ['// ---', ...comment(yaml.replace(/\n$/, '')), '// ---'];
}

/** What stands above the cells of a script. */
export interface Header {
  /** The metadata of the notebook; undefined if the script says nothing of it. */
  readonly metadata: Metadata | undefined;
  /** Other YAML than `jupyter:`, which a notebook keeps in a raw cell at the top; usually none. */
  readonly frontMatter: string | undefined;
  /** How many lines it takes. */
  readonly length: number;
}

/** Reads the header of a script; throws a `UserError` if there is one that is not YAML. */
export function readHeader(lines: readonly string[], name: string): Header {
  const start = ENCODING.test(lines[0] ?? '') ? 1 : 0;
  const none = { metadata: undefined, frontMatter: undefined, length: start };
  if (!RULE.test(lines[start] ?? '')) return none;
  const end = lines.findIndex((line, i) => i > start && RULE.test(line));
  if (end < 0) return none;
  const { jupyter, ...others } = parse(uncomment(lines.slice(start + 1, end)), name);
  if (jupyter !== undefined && jupyter !== null && !isRecord(jupyter)) {
    throw new UserError(
      `${name}: 'jupyter:' in the header holds no metadata; expected key: value.`,
    );
  }
  return {
    metadata: isRecord(jupyter) ? jupyter : undefined,
    frontMatter: Object.keys(others).length === 0 ? undefined : `---\n${dump(others)}---`,
    length: end + 1,
  };
}

function parse(yaml: string, name: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = load(yaml);
  } catch (cause) {
    throw new UserError(
      `${name}: the header between '// ---' is not YAML: ${(cause as Error).message}.`,
      { cause },
    );
  }
  if (value === undefined || value === null) return {};
  if (!isRecord(value)) throw new UserError(`${name}: the header holds no 'key: value' lines.`);
  return value;
}
