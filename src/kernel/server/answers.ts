import type { Content } from '../protocol/envelope.js';
import { integer, text } from '../protocol/fields.js';
import { charactersBefore, indexAt } from '../protocol/positions.js';
import type { History } from './history.js';
import { kernelInfo, type KernelInfo } from './kernel-info.js';
import type { Language } from './language.js';

/** What the requests ask that are answered at once, also while a cell runs: content to content. */
export type Answers = Readonly<Record<string, (content: Content) => Content>>;

export function newAnswers(language: Language, history: History, info: KernelInfo): Answers {
  return {
    kernel_info_request: () => kernelInfo(info),
    is_complete_request: (content) => ({ ...language.isComplete(text(content, 'code')) }),
    complete_request: (content) => complete(language, content),
    inspect_request: (content) => inspect(language, content),
    history_request: (content) => ({ status: 'ok', history: history.entries(content) }),
    comm_info_request: (content) => commInfo(language, content),
    debug_request: () => {
      throw new Error('This kernel has no debugger for front ends. Use `node --inspect` instead.');
    },
  };
}

function complete(language: Language, content: Content): Content {
  const { code, position } = cursor(content);
  const { matches, start, end } = language.complete(code, position);
  const range = { start: charactersBefore(code, start), end: charactersBefore(code, end) };
  return {
    status: 'ok',
    matches: matches.map((match) => match.text),
    cursor_start: range.start,
    cursor_end: range.end,
    metadata: {
      _jupyter_types_experimental: matches.map((match) => ({
        text: match.text,
        type: match.kind,
        ...range,
      })),
    },
  };
}

function inspect(language: Language, content: Content): Content {
  const { code, position } = cursor(content);
  const detail = integer(content, 'detail_level') === 1 ? 1 : 0;
  const data = language.inspect(code, position, detail);
  return { status: 'ok', found: data !== undefined, data: data ?? {}, metadata: {} };
}

/** The code and the cursor in it, which is at the end if the front end does not say where. */
function cursor(content: Content): { readonly code: string; readonly position: number } {
  const code = text(content, 'code');
  return { code, position: indexAt(code, integer(content, 'cursor_pos') ?? code.length) };
}

function commInfo(language: Language, content: Content): Content {
  const wanted = content.target_name;
  const open = [...language.comms()].filter(
    ([, target]) => typeof wanted !== 'string' || target === wanted,
  );
  return {
    status: 'ok',
    comms: Object.fromEntries(open.map(([id, target]) => [id, { target_name: target }])),
  };
}
