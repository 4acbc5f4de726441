import { escapeHtml } from './html.js';
import { liveTslab } from './tslab.js';
import type { Writer } from './writer.js';

/** Work as it gets done. */
export interface ProgressDisplay {
  /** Says that `done` of `total` is done; calls in quick succession are passed over. */
  readonly update: (done: number, total: number, text: string) => void;
  /** Shows the last state for good. */
  readonly finish: () => void;
}

export interface ProgressOptions {
  /** Where it goes, as text, outside a notebook; standard output if not given. */
  readonly writer?: Writer;
}

interface State {
  readonly done: number;
  readonly total: number;
  readonly text: string;
}

/** Stock tslab loses messages when a cell sends a thousand in a burst. */
const REDRAW_MS = 100;

/**
 * A progress bar below the cell that is running, updated in place.
 *
 * Outside a notebook it is a line of text: rewritten in a terminal, else printed at every tenth.
 */
export function progressDisplay(options: ProgressOptions = {}): ProgressDisplay {
  const tslab = liveTslab();
  if (tslab !== undefined) {
    const display = tslab.newDisplay();
    return screen((state) => display.html(bar(state)), afterAWhile());
  }
  const { writer = process.stdout } = options;
  if (writer.isTTY === true) {
    const rewrite = (state: State): unknown => writer.write(`\r\u001b[K${line(state)}`);
    return screen(rewrite, afterAWhile(), () => writer.write('\n'));
  }
  return screen((state) => writer.write(`${line(state)}\n`), atEveryTenth());
}

/** Draws the states that are due, and at the end the last one. */
function screen(
  draw: (state: State) => unknown,
  due: (state: State) => boolean,
  end?: () => unknown,
): ProgressDisplay {
  let last: State | undefined;
  let drawn: State | undefined;
  const drawLast = (): void => {
    if (last !== undefined && last !== drawn) draw(last);
    drawn = last;
  };
  return {
    update: (done, total, text) => {
      last = { done, total, text };
      if (due(last)) drawLast();
    },
    finish: () => {
      drawLast();
      if (drawn !== undefined) end?.();
    },
  };
}

function afterAWhile(): () => boolean {
  let drawnAt = -Infinity;
  return () => {
    const now = performance.now();
    if (now - drawnAt < REDRAW_MS) return false;
    drawnAt = now;
    return true;
  };
}

function atEveryTenth(): (state: State) => boolean {
  let reached = -1;
  return ({ done, total }) => {
    const tenth = Math.floor((10 * done) / Math.max(total, 1));
    if (tenth <= reached) return false;
    reached = tenth;
    return true;
  };
}

function bar(state: State): string {
  const { done, total } = state;
  return `<progress max="${Math.max(total, 1)}" value="${done}"></progress> ${escapeHtml(line(state))}`;
}

function line({ done, total, text }: State): string {
  return `${done}/${total} ${text}`.trimEnd();
}
