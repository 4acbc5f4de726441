import { basename } from 'node:path';
import { CLEAR_LINE } from '../common.js';

interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** A line that says which cells are running and for how long. */
export interface RunProgress {
  onStart(path: string, cells: number): void;
  onCellStart(number: number, path: string): void;
  /** Forgets the notebook. */
  onEnd(path: string): void;
  /** Empties the line, so that something else can be printed; it comes back by itself. */
  clear(): void;
  /** Empties the line for good. */
  end(): void;
}

/** A notebook at work; `seconds` is the time since its cell began. */
export interface Running {
  readonly path: string;
  readonly cells: number;
  /** 0 while the kernel starts. */
  readonly number: number;
  readonly seconds: number;
}

const REDRAW_MS = 250;

/** The line on a terminal; silent when the output is not one. */
export function runProgress(notebooks: number, terminal: Terminal = process.stderr): RunProgress {
  const running = new Map<string, Omit<Running, 'seconds'> & { readonly since: number }>();
  let ended = 0;
  const draw = (): void => {
    const now = performance.now();
    const all = [...running.values()].map(({ since, ...each }) => ({
      ...each,
      seconds: (now - since) / 1000,
    }));
    if (all.length === 0) return;
    const line = progressLine(all, ended, notebooks);
    terminal.write(CLEAR_LINE + line.slice(0, (terminal.columns ?? 80) - 1));
  };
  const clear = (): void => {
    if (terminal.isTTY === true) terminal.write(CLEAR_LINE);
  };
  const timer = terminal.isTTY === true ? setInterval(draw, REDRAW_MS) : undefined;
  const set = (path: string, cells: number, number: number): void => {
    running.set(path, { path, cells, number, since: performance.now() });
    if (timer !== undefined) draw();
  };
  return {
    onStart: (path, cells) => set(path, cells, 0),
    onCellStart: (number, path) => set(path, running.get(path)?.cells ?? number, number),
    onEnd: (path) => {
      running.delete(path);
      ended++;
    },
    clear,
    end: () => {
      clearInterval(timer);
      clear();
    },
  };
}

/** `2/5 done  a.ipynb cell 3/20, 12 s | b.ipynb starting, 1 s`. */
export function progressLine(
  running: readonly Running[],
  ended: number,
  notebooks: number,
): string {
  const each = running.map(({ path, cells, number, seconds }) => {
    const where = number === 0 ? 'starting' : `cell ${number}/${cells}`;
    return `${basename(path)} ${where}, ${Math.floor(seconds)} s`;
  });
  return (notebooks > 1 ? `${ended}/${notebooks} done  ` : '') + each.join(' | ');
}
