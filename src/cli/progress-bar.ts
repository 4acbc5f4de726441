import {
  formatDuration,
  type SweepState,
  type Tracker,
  trackSweep,
} from '../experiment/sweep/tracker.js';
import { CLEAR_LINE } from './common.js';

interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** A bar that follows a sweep. */
export interface ProgressBar extends Tracker {
  /** Clears the line. */
  end(): void;
}

const WIDTH = 30;
const REDRAW_MS = 100;

/** A bar on the terminal; silent when the output is not a terminal. */
export function progressBar(jobs: number, terminal: Terminal = process.stderr): ProgressBar {
  if (terminal.isTTY !== true)
    return { ...trackSweep(jobs, () => undefined), end: () => undefined };
  let drawn = -Infinity;
  const draw = (state: SweepState): void => {
    const now = performance.now();
    if (state.runs === 0 || now - drawn < REDRAW_MS) return;
    drawn = now;
    terminal.write(CLEAR_LINE + barLine(state).slice(0, (terminal.columns ?? 80) - 1));
  };
  return { ...trackSweep(jobs, draw), end: () => void terminal.write(CLEAR_LINE) };
}

/** `███░░░ 48 %  12/25 runs, 1 failed, 40 s left`. */
export function barLine(state: SweepState): string {
  const { runs, doneRuns, failedRuns, fraction, secondsLeft } = state;
  const filled = Math.floor(WIDTH * fraction);
  const failed = failedRuns > 0 ? `, ${failedRuns} failed` : '';
  const bar = '█'.repeat(filled) + '░'.repeat(WIDTH - filled);
  return `${bar} ${Math.floor(100 * fraction)} %  ${doneRuns}/${runs} runs${failed}, ${formatDuration(secondsLeft)} left`;
}
