import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Session } from '../protocol/envelope.js';
import { newAnswers } from './answers.js';
import { newReplayGuard, receive, type Request } from './channel.js';
import type { Connection } from './connection-file.js';
import { newDispatch } from './dispatch.js';
import { newExecutions } from './executions.js';
import { newHistory, type History } from './history.js';
import type { KernelInfo } from './kernel-info.js';
import type { Language, LanguageEvents, Published } from './language.js';
import { newOrigins } from './origins.js';
import { newOutbox, type Outbox } from './outbox.js';
import { newPublisher } from './publisher.js';
import { newQuestions } from './questions.js';
import { bindSockets, closeSockets, echo, welcome, type Sockets } from './sockets.js';

/** A running kernel, seen from its own process. */
export interface Server {
  /** Resolves when the kernel is closed, by a front end or by us. */
  readonly ended: Promise<void>;
  /** Stops the running cell and aborts those that wait. */
  interrupt(): void;
  /** Ends the language, at most a second long, sends what waits, and lets go of the ports. */
  close(): Promise<void>;
}

export interface ServerOptions {
  /** Hears what is wrong with the messages that arrive. */
  readonly log?: (line: string) => void;
}

/** How long, in ms, a language may take to end. */
const patience = 1000;

/**
 * Serves a language to Jupyter's front ends.
 *
 * Throws a `UserError` if the kernel cannot listen where the connection says.
 */
export async function startServer(
  connection: Connection,
  languageOf: (events: LanguageEvents) => Language,
  info: KernelInfo,
  { log = toStderr }: ServerOptions = {},
): Promise<Server> {
  const sockets = await bindSockets(connection);
  try {
    return serve(sockets, connection.key, languageOf, info, log);
  } catch (error) {
    closeSockets(sockets);
    throw error;
  }
}

function serve(
  sockets: Sockets,
  key: string,
  languageOf: (events: LanguageEvents) => Language,
  info: KernelInfo,
  log: (line: string) => void,
): Server {
  const session: Session = { id: randomUUID(), key };
  const boxOf = (channel: 'shell' | 'control' | 'stdin' | 'iopub'): Outbox =>
    newOutbox(sockets[channel], (error) => {
      if (sockets[channel].closed) return; // late output of a cell; nobody listens any more
      log(`a message on ${channel} could not be sent: ${String(error)}`);
    });
  const boxes = { shell: boxOf('shell'), control: boxOf('control'), stdin: boxOf('stdin') };
  const publisher = newPublisher(session, boxOf('iopub'));
  const questions = newQuestions(session, boxes.stdin);
  const origins = newOrigins();
  const history = newHistory();
  const language = languageOf({
    publish: (cell, output) => {
      noteResult(history, cell, output);
      publisher.publish(origins.header(cell), output);
    },
    ask: (cell, prompt, password) => questions.ask(cell, prompt, password),
  });
  const parts = { language, publisher, origins, history, questions };
  const executions = newExecutions({ ...parts, engine: session.id });

  const interrupt = (): void => {
    language.interrupt();
    executions.interrupted();
    questions.drop('The cell was interrupted.');
  };

  const endLanguage = once(async () => {
    executions.close();
    questions.drop('The kernel is shut down.');
    const failed = (error: unknown): void => log(`the language did not end well: ${String(error)}`);
    await Promise.race([
      language.close().catch(failed),
      sleep(patience, undefined, { ref: false }),
    ]);
  });
  let onEnd!: () => void;
  const ended = new Promise<void>((resolve) => (onEnd = resolve));
  const close = once(async () => {
    await endLanguage();
    await Promise.all([publisher, ...Object.values(boxes)].map((each) => each.flushed()));
    closeSockets(sockets);
    onEnd();
  });
  const shutdown = async (request: Request): Promise<void> => {
    publisher.status(request.header, 'busy');
    await endLanguage();
    const content = { status: 'ok', restart: request.content.restart === true };
    request.reply(content);
    // So that the other front ends know, too.
    publisher.publish(request.header, { type: 'shutdown_reply', content });
    publisher.status(request.header, 'idle');
    await close();
  };

  const isNew = newReplayGuard();
  const listen = (channel: keyof typeof boxes, handle: (request: Request) => void): void => {
    const drop = (why: string): void => log(`a message on ${channel} was dropped: ${why}`);
    void receive(sockets[channel], boxes[channel], session, { isNew, drop, handle });
  };
  const dispatch = newDispatch({
    ...parts,
    executions,
    answers: newAnswers(language, history, info),
    interrupt,
    shutdown: (request) => void shutdown(request),
    log,
  });
  listen('shell', dispatch);
  listen('control', dispatch);
  listen('stdin', (reply) => {
    if (!questions.answer(reply)) log(`nobody waits for this ${reply.type}`);
  });
  void echo(sockets.hb);
  void welcome(sockets.iopub, (topic) => publisher.greet(topic));
  publisher.status({}, 'starting');
  return { ended, interrupt, close };
}

/** Runs an action the first time only; later callers wait for the same end. */
function once(action: () => Promise<void>): () => Promise<void> {
  let end: Promise<void> | undefined;
  return () => (end ??= action());
}

function noteResult(history: History, cell: string, { type, content }: Published): void {
  if (type !== 'execute_result') return;
  const plain = (content.data as Record<string, unknown> | undefined)?.['text/plain'];
  if (typeof plain === 'string') history.result(cell, plain);
}

function toStderr(line: string): void {
  process.stderr.write(`prunelab kernel: ${line}\n`);
}
