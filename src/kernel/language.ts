import { startCells, type CellsProcess } from './cells/line/process.js';
import type { FromCells, RunEnd, ShowResult } from './cells/line/messages.js';
import { completeAt } from './compiler/completion.js';
import { tracebackOf, type Problem } from './compiler/diagnostics.js';
import { inspectAt } from './compiler/inspection.js';
import { newSession, type CompiledCell, type Session } from './compiler/session.js';
import { tidying } from './compiler/tidy.js';
import type {
  CellError,
  CellOutcome,
  CellRequest,
  Language,
  LanguageEvents,
} from './server/language.js';
import { completenessOf } from './tslab.js';

/** How long a cell may take to notice that it is interrupted before its process is ended. */
const PATIENCE_MS = 12_000;
/** When the compiler reads its libraries, for most of a second: front ends greet a kernel first. */
const WARM_UP_MS = 250;
/** Code that is not a cell of the notebook, such as an expression to watch, is numbered from here. */
const HIDDEN = 1_000_000;

/** How many errors of the compiler are told: a text that is no TypeScript has one in every line. */
const mostProblems = 20;

interface Running {
  readonly id: string;
  readonly end: (end: RunEnd) => void;
}

/** TypeScript: cells are compiled here and run in a process of their own. */
export function typeScript(folder: string, events: LanguageEvents): Language {
  const session = newSession(folder);
  const tidy = tidying();
  const comms = new Map<string, string>();
  let cells: CellsProcess | undefined;
  let { problem } = session;
  let running: Running | undefined;
  let latest = '';
  let counted = 0;
  let hidden = HIDDEN;
  let closed = false;

  const hear = (message: FromCells): void => {
    switch (message.type) {
      case 'publish':
        noteComm(comms, message.output.type, message.output.content);
        events.publish(message.id, message.output);
        break;
      case 'done':
        // What its children wrote comes another way, and may be about to arrive.
        setImmediate(() => {
          if (running?.id === message.id) running.end(message.end);
        });
        break;
      case 'ask':
        events.ask(message.id, message.prompt, message.password).then(
          (text) => cells?.send({ type: 'answer', ask: message.ask, text }),
          (error: unknown) =>
            cells?.send({ type: 'answer', ask: message.ask, error: (error as Error).message }),
        );
        break;
      case 'import':
        cells?.send({ type: 'imported', ask: message.ask, found: find(session, message) });
        break;
      case 'stuck':
        cells?.kill();
        break;
      case 'ready':
        break;
    }
  };
  const start = (): CellsProcess => {
    let tail = '';
    let isUp = false;
    const started = startCells(folder, {
      message: (message) => {
        isUp = true;
        if (started === cells) hear(message);
      },
      written: (name, text) => {
        tail = (tail + text).slice(-4000);
        events.publish(running?.id ?? latest, { type: 'stream', content: { name, text } });
      },
      ended: (how) => {
        if (closed || started !== cells) return;
        session.reset();
        comms.clear();
        // One that did not come up would not do so now either: the next cell tries again.
        cells = isUp ? start() : undefined;
        const error = lost(how, tail);
        if (running !== undefined) running.end({ error, reached: -1 });
        else events.publish(latest, { type: 'error', content: { ...error } });
      },
    });
    return started;
  };
  cells = start();
  setTimeout(warmUp, WARM_UP_MS, session).unref();

  const run = (id: string, cell: CompiledCell, show: ShowResult): Promise<RunEnd> => {
    latest = id;
    const end = new Promise<RunEnd>((resolve) => (running = { id, end: resolve }));
    cells ??= start();
    cells.send({ type: 'run', id, unit: cell.unit, show });
    setImmediate(tidy); // while the cell runs, in its own process
    return end.then((given) => {
      running = undefined;
      return given;
    });
  };
  const evaluate = async (id: string, code: string): Promise<unknown> => {
    const compilation = session.compile(code, ++hidden);
    if (!compilation.ok) return { status: 'error', ...asError('expression', compilation.problems) };
    const { error, value } = await run(id, compilation.cell, 'return');
    if (error !== undefined) return { status: 'error', ...error };
    return { status: 'ok', data: value ?? {}, metadata: {} };
  };

  return {
    execute: async (request) => {
      if (problem !== undefined) {
        const content = { name: 'stderr', text: `${problem}\n` };
        events.publish(request.id, { type: 'stream', content });
        problem = undefined;
      }
      // What the notebook does not count must not take the place of the last cell that it counts.
      const isCell = !request.silent && request.count > counted;
      const count = isCell ? (counted = request.count) : ++hidden;
      const compilation = session.compile(request.code, count);
      if (!compilation.ok) {
        return { status: 'error', ...asError(`cell[${count}]`, compilation.problems) };
      }
      const { cell } = compilation;
      const end = await run(request.id, cell, request.silent ? 'no' : 'publish');
      session.declare(cell, end.error === undefined ? undefined : end.reached);
      return outcome(request, end, events, evaluate);
    },
    interrupt: () => {
      const interrupted = running;
      if (interrupted === undefined) return;
      cells?.send({ type: 'interrupt' });
      setTimeout(() => {
        if (running === interrupted) cells?.kill();
      }, PATIENCE_MS).unref();
    },
    isComplete: completenessOf,
    complete: (code, position) => completeAt(session, code, position),
    inspect: (code, position) => inspectAt(session, code, position),
    comm: (message) => {
      noteComm(comms, message.type, message.content);
      cells?.send({ type: 'comm', message });
    },
    comms: () => comms,
    close: () => {
      closed = true;
      cells?.kill();
      return Promise.resolve();
    },
  };
}

function warmUp(session: Session): void {
  try {
    session.warmUp();
  } catch {
    // The first cell will say so, and the kernel is there to hear it.
  }
}

async function outcome(
  { id, count, userExpressions }: CellRequest,
  { error, value }: RunEnd,
  events: LanguageEvents,
  evaluate: (id: string, code: string) => Promise<unknown>,
): Promise<CellOutcome> {
  if (error !== undefined) return { status: 'error', ...error };
  if (value !== undefined) {
    const content = { execution_count: count, data: value, metadata: {} };
    events.publish(id, { type: 'execute_result', content });
  }
  const values: Record<string, unknown> = {};
  for (const [name, code] of Object.entries(userExpressions)) {
    values[name] = await evaluate(id, code);
  }
  return { status: 'ok', userExpressions: values };
}

function find(
  session: Session,
  { specifier, folder }: { readonly specifier: string; readonly folder: string },
): ReturnType<Session['importFrom']> | { readonly error: string } {
  try {
    return session.importFrom(specifier, folder);
  } catch (error) {
    return { error: (error as Error).message };
  }
}

function asError(cell: string, problems: readonly Problem[]): CellError {
  return {
    ename: 'TypeScriptError',
    evalue: problems[0].message,
    traceback: [
      ...problems.slice(0, mostProblems).flatMap((problem) => tracebackOf(cell, problem)),
      ...(problems.length > mostProblems
        ? [`and ${problems.length - mostProblems} more errors`]
        : []),
    ],
  };
}

/** The error of a cell whose process is gone. */
function lost(how: string, printed: string): CellError {
  const why = /heap out of memory/i.test(printed)
    ? 'ran out of memory'
    : /^was ended by SIG(?:ILL|SEGV|BUS|ABRT)/.test(how)
      ? `crashed (it ${how})`
      : how;
  const evalue =
    `The process in which the cells ran ${why}. All variables are gone; ` +
    'a fresh process has been started: run the cells again from the top.';
  return { ename: 'ProcessEnded', evalue, traceback: [`ProcessEnded: ${evalue}`] };
}

function noteComm(
  comms: Map<string, string>,
  type: string,
  content: Readonly<Record<string, unknown>>,
): void {
  const id = String(content.comm_id);
  if (type === 'comm_open') comms.set(id, String(content.target_name));
  if (type === 'comm_close') comms.delete(id);
}
