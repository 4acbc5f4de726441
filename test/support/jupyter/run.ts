import { stripVTControlCharacters } from 'node:util';
import type { Exchange, RawKernel } from './raw-client.js';
import type { Json, RawMessage } from './wire.js';

export interface RunOptions {
  readonly seconds?: number;
  readonly silent?: boolean;
  readonly storeHistory?: boolean;
  readonly stopOnError?: boolean;
  readonly userExpressions?: Readonly<Record<string, string>>;
  /** The answers to what the cell asks, in turn. */
  readonly answers?: readonly string[];
}

/** What became of a cell, and what it showed. */
export interface Outcome {
  readonly status: string;
  readonly count: unknown;
  readonly stdout: string;
  readonly stderr: string;
  /** The result's text; undefined if there is none. */
  readonly result: string | undefined;
  readonly bundle: Json;
  readonly displays: readonly Json[];
  /** Name and message, as the `error` message says them; empty without one. */
  readonly error: string;
  /** Without colours. */
  readonly traceback: string;
  /** Types of all published messages, without `status`. */
  readonly types: readonly string[];
  readonly reply: RawMessage;
  readonly published: readonly RawMessage[];
}

/** Sends a cell and returns at once. */
export function begin(kernel: RawKernel, code: string, options: RunOptions = {}): Exchange {
  return kernel.send('shell', {
    type: 'execute_request',
    content: {
      code,
      silent: options.silent ?? false,
      store_history: options.storeHistory ?? true,
      user_expressions: options.userExpressions ?? {},
      allow_stdin: options.answers !== undefined,
      stop_on_error: options.stopOnError ?? false,
    },
  });
}

/** Runs a cell to its end, and answers what it asks. */
export async function run(
  kernel: RawKernel,
  code: string,
  options: RunOptions = {},
): Promise<Outcome> {
  const exchange = begin(kernel, code, options);
  for (const value of options.answers ?? []) {
    const request = await inputRequest(kernel, exchange, options.seconds);
    if (request === undefined) break;
    const parent = request.header as unknown as Json;
    kernel.send('stdin', { type: 'input_reply', content: { status: 'ok', value }, parent });
  }
  return finish(kernel, exchange, options.seconds);
}

/** Waits until the cell asks for input and returns its newest question; undefined if it ends. */
export async function inputRequest(
  kernel: RawKernel,
  exchange: Exchange,
  seconds?: number,
): Promise<RawMessage | undefined> {
  const asked = (): RawMessage[] =>
    kernel.log.filter((m) => m.channel === 'stdin' && m.parent.msg_id === exchange.id);
  const before = asked().length;
  await kernel.until(() => asked().length > before || exchange.idle, 'input_request', seconds);
  return asked()[before];
}

/** Waits for the reply and the end of the output. */
export async function finish(
  kernel: RawKernel,
  exchange: Exchange,
  seconds?: number,
): Promise<Outcome> {
  await kernel.until(() => exchange.reply !== undefined, 'execute_reply', seconds);
  await kernel.until(() => exchange.idle, 'idle', seconds);
  return outcome(exchange);
}

/** The outcome as far as it has come. */
export function outcome(exchange: Exchange): Outcome {
  const { reply, published } = exchange;
  if (reply === undefined) throw new Error('not finished');
  const contents = (type: string): Json[] =>
    published.filter((m) => m.header.msg_type === type).map((m) => m.content);
  const stream = (name: string): string =>
    contents('stream')
      .filter((content) => content.name === name)
      .map(({ text }) => text as string)
      .join('');
  const bundle = (contents('execute_result').at(0)?.data ?? {}) as Json;
  const error = contents('error').at(0);
  return {
    status: String(reply.content.status),
    count: reply.content.execution_count,
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    result: bundle['text/plain'] as string | undefined,
    bundle,
    displays: contents('display_data').map(({ data }) => data as Json),
    error: error === undefined ? '' : `${String(error.ename)}: ${String(error.evalue)}`,
    traceback: stripVTControlCharacters(((error?.traceback ?? []) as string[]).join('\n')),
    types: published.map(({ header }) => header.msg_type).filter((type) => type !== 'status'),
    reply,
    published,
  };
}
