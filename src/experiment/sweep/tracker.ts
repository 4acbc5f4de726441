import { estimateSeconds, type Plan } from './plan.js';
import type { SweepEvent } from './queue.js';
import type { Store } from '../store/store.js';

/** How far a sweep has come. */
export interface SweepState {
  readonly runs: number;
  readonly doneRuns: number;
  readonly failedRuns: number;
  /** Of the work, from 0 to 1; runs in flight count with their share. */
  readonly fraction: number;
  readonly secondsLeft: number;
}

/** Follows a sweep: its methods are the `onPlan` and `onEvent` of the sweep's options. */
export interface Tracker {
  onPlan(plan: Plan, store: Store): void;
  onEvent(event: SweepEvent): void;
}

/** Below this share of the work the pace so far says little. */
const EARLY = 0.02;

/** Tells `draw` the state of a sweep on `jobs` workers whenever it changes. */
export function trackSweep(jobs: number, draw: (state: SweepState) => void): Tracker {
  let total = 0;
  let runs = 0;
  let doneCost = 0;
  let doneRuns = 0;
  let failedRuns = 0;
  let estimate = 0;
  let start = 0;
  /** Work done so far of each run in flight. */
  const inFlight = new Map<string, number>();

  const state = (): SweepState => {
    const partial = [...inFlight.values()].reduce((a, b) => a + b, 0);
    const fraction = total === 0 ? 1 : Math.min(1, (doneCost + partial) / total);
    const elapsed = (performance.now() - start) / 1000;
    const planned = estimate * (1 - fraction);
    const byPace = fraction < EARLY ? planned : (elapsed / fraction) * (1 - fraction);
    // trusts the estimate at first and the pace so far more and more
    const secondsLeft = fraction * byPace + (1 - fraction) * planned;
    return { runs, doneRuns, failedRuns, fraction, secondsLeft };
  };

  return {
    onPlan: (plan, store) => {
      total = plan.missing.reduce((sum, task) => sum + task.cost, 0);
      runs = plan.missing.length;
      estimate = estimateSeconds(plan, store, jobs);
      start = performance.now();
      draw(state());
    },
    onEvent: (event) => {
      const { task } = event;
      if (event.kind === 'progress') inFlight.set(task.id, event.fraction * task.cost);
      if (event.kind === 'done' || event.kind === 'failed') {
        inFlight.delete(task.id);
        doneCost += task.cost;
        if (event.kind === 'done') doneRuns++;
        else failedRuns++;
      }
      draw(state());
    },
  };
}

/** 45 s, 3 min, 1 h 20 min. */
export function formatDuration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
