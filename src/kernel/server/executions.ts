import { setTimeout as sleep } from 'node:timers/promises';
import type { Content } from '../protocol/envelope.js';
import { flag, text, texts } from '../protocol/fields.js';
import type { Request } from './channel.js';
import type { History } from './history.js';
import type { CellOutcome, CellRequest, Language } from './language.js';
import type { Origins } from './origins.js';
import type { Publisher } from './publisher.js';
import type { Questions } from './questions.js';

/** Runs cells, one after the other. */
export interface Executions {
  add(request: Request): void;
  /** Whatever waits behind the running cell will be aborted when that ends. */
  interrupted(): void;
  /** Aborts whatever waits, now and from now on. */
  close(): void;
}

export interface ExecutionOptions {
  readonly language: Language;
  readonly publisher: Publisher;
  readonly origins: Origins;
  readonly history: History;
  readonly questions: Questions;
  /** Names this kernel in the metadata of replies. */
  readonly engine: string;
}

/**
 * How long, in ms, a failed cell waits for requests that were sent before it failed: they are
 * aborted with those in the queue, and all that the sender has seen fail is sent after the reply.
 */
const drain = 20;

export function newExecutions(options: ExecutionOptions): Executions {
  const { language, publisher, origins, history, questions, engine } = options;
  const waiting: Request[] = [];
  let running = false;
  let stop = false;
  let closed = false;
  let count = 0;

  const run = async (): Promise<void> => {
    running = true;
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      await execute(next);
    }
    running = false;
  };

  const execute = async (request: Request): Promise<void> => {
    const { id, header, content } = request;
    const started = new Date();
    const silent = flag(content, 'silent', false);
    const counted = !silent && flag(content, 'store_history', true);
    if (counted) count++;
    const cell = {
      id,
      code: text(content, 'code'),
      count,
      silent,
      userExpressions: texts(content, 'user_expressions'),
    };
    stop = false;
    origins.cell(request);
    publisher.status(header, 'busy');
    if (!silent) publisher.publish(header, executeInput(cell));
    if (counted) history.record(id, count, cell.code);
    questions.begin(request);
    const outcome = await outcomeOf(language, cell);
    questions.drop('The cell ended before it was answered.');
    if (outcome.status === 'error' && !silent) {
      publisher.publish(header, { type: 'error', content: errorContent(outcome) });
      stop ||= flag(content, 'stop_on_error', true);
    }
    await publisher.flushed();
    if (stop) await sleep(drain);
    const aborted = stop ? waiting.splice(0) : [];
    request.reply(executeReply(outcome, count), metadata(outcome.status, started));
    publisher.status(header, 'idle');
    aborted.forEach(abort);
  };

  const abort = (request: Request): void => {
    publisher.status(request.header, 'busy');
    request.reply({ status: 'aborted' }, metadata('aborted', new Date()));
    publisher.status(request.header, 'idle');
  };

  /** What front ends and extensions that show the time of executions expect. */
  const metadata = (status: string, started: Date): Content => ({
    started: started.toISOString(),
    dependencies_met: true,
    engine,
    status,
  });

  return {
    add: (request) => {
      if (closed) {
        abort(request);
        return;
      }
      waiting.push(request);
      if (!running) void run();
    },
    interrupted: () => (stop = true),
    close: () => {
      closed = true;
      waiting.splice(0).forEach(abort);
    },
  };
}

function executeInput({ code, count }: CellRequest): { type: string; content: Content } {
  return { type: 'execute_input', content: { code, execution_count: count } };
}

function executeReply(outcome: CellOutcome, count: number): Content {
  const { status } = outcome;
  const about = { status, execution_count: count, payload: [] };
  return outcome.status === 'ok'
    ? { ...about, user_expressions: outcome.userExpressions }
    : { ...about, user_expressions: {}, ...errorContent(outcome) };
}

function errorContent({ ename, evalue, traceback }: CellOutcome & { status: 'error' }): Content {
  return { ename, evalue, traceback };
}

/** A language keeps its errors to itself; one that does not must not take the queue along. */
async function outcomeOf(language: Language, cell: CellRequest): Promise<CellOutcome> {
  try {
    return await language.execute(cell);
  } catch (cause) {
    const { name, message, stack = '' } = cause instanceof Error ? cause : new Error(String(cause));
    return { status: 'error', ename: name, evalue: message, traceback: stack.split('\n') };
  }
}
