import { escapeHtml } from '../html.js';
import type { Bundle } from '../live.js';
import { type Draw, openDisplay } from '../send.js';
import { textBar } from '../sparkline.js';
import type { Writer } from '../writer.js';

/** A bar that says how much of some work is done. */
export interface Progress {
  /** Says that `done` is done, with a word on it; calls in quick succession are passed over. */
  readonly update: (done: number, text?: string) => void;
  /** Shows the last state for good. */
  readonly finish: () => void;
}

export interface ProgressOptions {
  /** What is being done. */
  readonly label?: string;
  /** Where the bar goes outside a notebook, if that is a terminal; standard output if not given. */
  readonly writer?: Writer;
}

interface State {
  readonly label: string;
  readonly done: number;
  readonly total: number;
  readonly text: string;
}

const REDRAW_MS = 100;
const WIDTH = 30;

/**
 * A bar below the running cell that is updated in place; a line that is rewritten in a terminal.
 *
 * Silent where the output is neither, so that logs stay short:
 * `const bar = progress(epochs); ... bar.update(epoch, 'loss 0.12'); ... bar.finish()`.
 */
export function progress(total: number, options: ProgressOptions = {}): Progress {
  const { label = '', writer = process.stdout } = options;
  const screen = openDisplay();
  const draw = screen ?? terminalLine(writer);
  let last: State | undefined;
  let drawn: State | undefined;
  let drawnAt = -Infinity;
  const drawLast = (): void => {
    if (last !== undefined && last !== drawn) draw(progressBundle(last));
    drawn = last;
    drawnAt = performance.now();
  };
  return {
    update: (done, text = '') => {
      last = { label, done, total, text };
      if (performance.now() - drawnAt >= REDRAW_MS || done >= total) drawLast();
    },
    finish: () => {
      drawLast();
      if (drawn !== undefined && screen === undefined && writer.isTTY === true) writer.write('\n');
    },
  };
}

function terminalLine(writer: Writer): Draw {
  if (writer.isTTY !== true) return () => undefined;
  return (bundle) => void writer.write(`\r\u001b[K${String(bundle['text/plain'])}`);
}

function progressBundle(state: State): Bundle {
  const { label, done, total, text } = state;
  const most = Math.max(total, 1);
  const name = escapeHtml(label === '' ? 'progress' : label);
  const words = [`${done}/${total}`, text].filter((word) => word !== '').join(' ');
  const before = label === '' ? '' : `${label} `;
  return {
    'text/html':
      `${escapeHtml(before)}<progress aria-label="${name}" max="${most}" value="${done}">` +
      `</progress> ${escapeHtml(words)}`,
    'text/plain': `${before}${textBar(done / most, WIDTH)} ${words}`,
  };
}
