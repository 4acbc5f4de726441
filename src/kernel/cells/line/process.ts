import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { moduleBeside } from '../../../thread.js';
import { killGroup, ownGroup } from '../../process-group.js';
import { encodeFrame, frameReader } from './frames.js';
import type { FromCells, ToCells } from './messages.js';

/** The process in which cells run, seen from the kernel. */
export interface CellsProcess {
  send(message: ToCells): void;
  /** Ends it at once. */
  kill(): void;
}

export interface CellsEvents {
  message(message: FromCells): void;
  /** What was written past us: by native code, or by a process that a cell has started. */
  written(name: 'stdout' | 'stderr', text: string): void;
  /** It is gone; says how. */
  ended(how: string): void;
}

const flags = [
  // Ending an execution by force leaves the stack of async hooks unbalanced, which is harmless.
  '--no-force-async-hooks-checks',
  '--disable-warning=ExperimentalWarning',
];

export function startCells(folder: string, events: CellsEvents): CellsProcess {
  const main = fileURLToPath(moduleBeside(import.meta.url, '../main'));
  // Tests run the sources.
  const loader = main.endsWith('.ts')
    ? ['--import', createRequire(import.meta.url).resolve('tsx')]
    : [];
  const child = spawn(process.execPath, [...flags, ...loader, main], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    detached: ownGroup,
    windowsHide: true,
  });
  const line = child.stdio[3] as Duplex;
  line.on(
    'data',
    frameReader((message) => events.message(message as FromCells)),
  );
  line.on('error', () => undefined); // the end of the process says more
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => events.written(name, text));
  }
  child.once('error', (error) => events.ended(`could not be started (${error.message})`));
  child.once('exit', (code, signal) => {
    killGroup(child); // what it has started
    setImmediate(() => events.ended(howItEnded(code, signal)));
  });
  return {
    send: (message) => void line.write(encodeFrame(message)),
    kill: () => killGroup(child),
  };
}

function howItEnded(code: number | null, signal: string | null): string {
  return signal === null ? `ended with exit code ${code ?? 0}` : `was ended by ${signal}`;
}
