import { formatDuration, type Tracker, trackSweep } from '../../experiment/sweep/tracker.js';
import { progress, type Progress, type ProgressOptions } from './progress.js';

/**
 * A live progress bar for `collect`: `await collect(runs, { jobs, ...sweepProgress(jobs) })`.
 *
 * Shows nothing when every run is in the store already.
 */
export function sweepProgress(jobs: number, options: ProgressOptions = {}): Tracker {
  let bar: Progress | undefined;
  return trackSweep(jobs, ({ runs, doneRuns, failedRuns, secondsLeft }) => {
    if (runs === 0) return;
    bar ??= progress(runs, options);
    const failed = failedRuns > 0 ? `, ${failedRuns} failed` : '';
    const ended = doneRuns + failedRuns;
    bar.update(ended, `runs${failed}, ${formatDuration(secondsLeft)} left`);
    if (ended === runs) bar.finish();
  });
}
