import { formatDuration, type Tracker, trackSweep } from '../experiment/sweep/tracker.js';
import { progressDisplay, type ProgressOptions } from './progress.js';

/**
 * A live progress bar for `collect`: `await collect(runs, { jobs, ...sweepProgress(jobs) })`.
 *
 * Shows nothing when every run is in the store already.
 */
export function sweepProgress(jobs: number, options: ProgressOptions = {}): Tracker {
  const display = progressDisplay(options);
  return trackSweep(jobs, ({ runs, doneRuns, failedRuns, secondsLeft }) => {
    if (runs === 0) return;
    const failed = failedRuns > 0 ? `, ${failedRuns} failed` : '';
    const ended = doneRuns + failedRuns;
    display.update(ended, runs, `runs${failed}, ${formatDuration(secondsLeft)} left`);
    if (ended === runs) display.finish();
  });
}
