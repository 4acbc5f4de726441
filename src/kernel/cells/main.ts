import { enterNotebook } from '../../display/live.js';
import { newComms } from './comms.js';
import { executor } from './execute.js';
import { refuseToExit } from './guard.js';
import { moduleLoader } from './load/loader.js';
import type { Imported } from './line/messages.js';
import { takeOutput } from './output.js';
import { positions } from './errors/positions.js';
import { currentRun, KeyboardInterrupt, type Run } from './run.js';
import { readableStacks } from './errors/stack.js';
import { tieTimersToCells } from './timers.js';
import { tslabModule } from './load/tslab-module.js';
import { tieWorkersToCells } from './load/workers.js';
import { startWire } from './line/wire.js';

/** The process in which cells run: their variables live here, and nothing else does. */
function main(): void {
  surviveInterrupts();
  const wire = startWire();
  const publish = takeOutput((id, each) => wire.send({ type: 'publish', id, output: each }));
  const known = positions();
  const stacks = readableStacks(known);
  const comms = newComms((each, parent) => {
    if (parent === undefined) publish(each);
    else wire.send({ type: 'publish', id: parent, output: each });
  });
  const questions = new Map<number, Question>();
  let asked = 0;
  const ask = <T>(send: (ask: number) => void): Promise<T> =>
    new Promise((resolve, reject) => {
      questions.set(++asked, { resolve: resolve as (value: unknown) => void, reject });
      send(asked);
    });
  const loader = moduleLoader({
    positions: known,
    find: (specifier, folder) =>
      ask<Imported>((n) => wire.send({ type: 'import', ask: n, specifier, folder })),
    own: new Map([['tslab', tslabModule((each) => publish(each))]]),
  });
  const cells = executor({
    loader,
    positions: known,
    stacks,
    done: (id, end) => wire.send({ type: 'done', id, end }),
  });

  enterNotebook({
    publish: (data, { metadata = {}, displayId, update = false } = {}) => {
      const transient = displayId === undefined ? {} : { display_id: displayId };
      const type = update ? 'update_display_data' : 'display_data';
      publish({ type, content: { data, metadata, transient } });
    },
    clear: (wait = false) => publish({ type: 'clear_output', content: { wait } }),
    openComm: (options) => comms.open(options),
    onComm: (target, opened) => comms.onOpened(target, opened),
  });
  offerGlobals((prompt, password) => {
    const run = currentRun();
    if (run === undefined) throw new Error('input() needs a cell that asks.');
    const answer = ask<string>((n) =>
      wire.send({ type: 'ask', ask: n, id: run.id, prompt, password }),
    );
    return Promise.race([answer, interruptOf(run)]);
  });
  tieTimersToCells();
  tieWorkersToCells();
  refuseToExit();

  const report = (error: unknown): void => {
    const run = currentRun();
    if (run === undefined) throw error; // no cell has run yet: it is our own
    if (error instanceof KeyboardInterrupt) return;
    if (!cells.unhandled(error, run)) {
      publish({ type: 'error', content: { ...stacks.describe(error) } }, run);
    }
  };
  process.on('uncaughtException', report);
  process.on('unhandledRejection', report);

  wire.onMessage((message) => {
    switch (message.type) {
      case 'run':
        surviveInterrupts();
        cells.start(message.id, message.unit, message.show);
        break;
      case 'interrupt':
        cells.interrupt();
        break;
      case 'comm':
        comms.hear(message.message);
        break;
      case 'answer':
        if (message.error === undefined) take(message.ask)?.resolve(message.text ?? '');
        else take(message.ask)?.reject(new Error(message.error));
        break;
      case 'imported':
        take(message.ask)?.resolve(message.found);
        break;
    }
  });
  const take = (n: number): Question | undefined => {
    const question = questions.get(n);
    questions.delete(n);
    return question;
  };
  wire.send({ type: 'ready' });
}

/** SIGINT is for the children: what to do about it comes by wire. Cells may remove listeners. */
function surviveInterrupts(): void {
  if (!process.listeners('SIGINT').includes(ignore)) process.on('SIGINT', ignore);
}

function ignore(): void {
  // It has ended the children.
}

interface Question {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

function interruptOf({ interrupted: { signal } }: Run): Promise<never> {
  return new Promise((_, reject) => {
    const stop = (): void => reject(new KeyboardInterrupt());
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

/** What cells can use without importing it; `compiler/files.ts` tells the compiler of it. */
function offerGlobals(ask: (prompt: string, password: boolean) => Promise<string>): void {
  Object.defineProperties(globalThis, {
    input: {
      value: (prompt = '', { password = false } = {}) => ask(prompt, password),
      writable: true,
      configurable: true,
    },
    interrupted: {
      get: () => currentRun()?.interrupted.signal ?? new AbortController().signal,
      configurable: true,
    },
  });
}

main();
