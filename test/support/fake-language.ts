import type {
  CellOutcome,
  CellRequest,
  CommMessage,
  Language,
  LanguageEvents,
} from '../../src/kernel/server/language.js';

export const ok: CellOutcome = { status: 'ok', userExpressions: {} };

export const failed: CellOutcome = {
  status: 'error',
  ename: 'RangeError',
  evalue: 'too far',
  traceback: ['RangeError: too far', '    at cell 1:3:9'],
};

/** What a cell does: its code is its name. */
export type Cell = (
  cell: CellRequest,
  events: LanguageEvents,
  interrupted: Promise<void>,
) => CellOutcome | Promise<CellOutcome>;

export interface FakeLanguage extends Language {
  /** The cells that ran. */
  readonly ran: CellRequest[];
  readonly heard: CommMessage[];
  readonly events: LanguageEvents;
  closed: boolean;
}

/** A language whose cells do what the table says, or nothing; `parts` replace the rest of it. */
export function fakeLanguage(
  events: LanguageEvents,
  cells: Readonly<Record<string, Cell>> = {},
  parts: Partial<Language> = {},
): FakeLanguage {
  let interrupt = (): void => undefined;
  const ran: CellRequest[] = [];
  const heard: CommMessage[] = [];
  return {
    ran,
    heard,
    events,
    closed: false,
    execute(cell) {
      ran.push(cell);
      const interrupted = new Promise<void>((resolve) => (interrupt = resolve));
      const run = cells[cell.code] ?? (() => ok);
      return Promise.resolve(run(cell, events, interrupted));
    },
    interrupt: () => interrupt(),
    isComplete: (code) => ({
      status: code.endsWith('{') ? 'incomplete' : 'complete',
      indent: '  ',
    }),
    complete: (_code, position) => ({ matches: [], start: position, end: position }),
    inspect: () => undefined,
    comm: (message) => void heard.push(message),
    comms: () => new Map(),
    close() {
      this.closed = true;
      return Promise.resolve();
    },
    ...parts,
  };
}
