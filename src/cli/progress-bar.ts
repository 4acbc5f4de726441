import type { Plan } from '../experiment/plan.js';
import type { SweepEvent } from '../experiment/queue.js';

/** How much of a sweep is done, weighed by cost, and how long the rest should take. */
export interface Progress {
  readonly plan: (plan: Plan, estimate: number | null) => void;
  readonly event: (event: SweepEvent) => void;
  /** Clears the line. */
  readonly end: () => void;
}

interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const WIDTH = 30;
const REDRAW_MS = 100;

/** A bar on the terminal; silent when the output is not a terminal. */
export function progressBar(terminal: Terminal = process.stderr): Progress {
  if (terminal.isTTY !== true) {
    return { plan: () => undefined, event: () => undefined, end: () => undefined };
  }
  let total = 0;
  let runs = 0;
  let doneCost = 0;
  let doneRuns = 0;
  let failedRuns = 0;
  let estimate: number | null = null;
  let start = performance.now();
  let drawn = -Infinity;
  /** Cost already done of each run in flight. */
  const inFlight = new Map<string, number>();

  const draw = (force: boolean): void => {
    const now = performance.now();
    if (!force && now - drawn < REDRAW_MS) return;
    drawn = now;
    const partial = [...inFlight.values()].reduce((a, b) => a + b, 0);
    const fraction = total === 0 ? 1 : Math.min(1, (doneCost + partial) / total);
    const left = secondsLeft(fraction, (now - start) / 1000, estimate);
    const filled = Math.round(WIDTH * fraction);
    const failed = failedRuns > 0 ? `, ${failedRuns} failed` : '';
    const line =
      `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${Math.floor(100 * fraction)} %  ` +
      `${doneRuns}/${runs} runs${failed}${left === null ? '' : `, ${duration(left)} left`}`;
    terminal.write(`\r\u001b[K${line.slice(0, (terminal.columns ?? 80) - 1)}`);
  };

  return {
    plan: (plan, seconds) => {
      total = plan.missing.reduce((sum, task) => sum + task.cost, 0);
      runs = plan.missing.length;
      estimate = seconds;
      start = performance.now();
      if (runs > 0) draw(true);
    },
    event: (event) => {
      const { task } = event;
      if (event.kind === 'progress') inFlight.set(task.id, event.fraction * task.cost);
      else if (event.kind !== 'started') {
        inFlight.delete(task.id);
        doneCost += task.cost;
        if (event.kind === 'done') doneRuns++;
        else failedRuns++;
      }
      draw(event.kind !== 'progress');
    },
    end: () => void terminal.write('\r\u001b[K'),
  };
}

/** Trusts the estimate at first and the pace so far more and more. */
function secondsLeft(fraction: number, elapsed: number, estimate: number | null): number | null {
  if (fraction <= 0.01) return estimate === null ? null : Math.max(0, estimate - elapsed);
  const byPace = (elapsed / fraction) * (1 - fraction);
  if (estimate === null) return byPace;
  return fraction * byPace + (1 - fraction) * Math.max(0, estimate * (1 - fraction));
}

/** 45 s, 3 min, 1 h 20 min. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
