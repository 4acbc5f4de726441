import type { TopLevelSpec } from 'vega-lite';
import { UserError } from '../../errors.js';
import { type Grid, gridText, grouped, percent } from '../grid.js';
import type { Bundle } from '../live.js';
import { send, type ShowOptions } from '../send.js';
import { isTensorLike, type Numbers, type TensorLike } from '../values.js';
import { plotBundle } from './plot.js';
import { plotTheme } from './plot-spec.js';

export interface ConfusionOptions extends ShowOptions {
  /** The names of the classes 0, 1, ...; their numbers if not given. */
  readonly classes?: readonly string[];
}

/** Class numbers, one for each example. */
export type Labels = Numbers | TensorLike;

/** How often each class (row) was taken for each class (column). */
export type Counts = readonly (readonly number[])[];

/**
 * Shows which classes are taken for which, with the recall of each, from true and predicted labels:
 * `await confusionMatrix(labels, predictions, { classes: ['cat', 'dog'] })`.
 *
 * Rows are true classes. A cell's colour is its share of its row; recall is the share on the
 * diagonal.
 */
export async function confusionMatrix(
  labels: Labels,
  predictions: Labels,
  options?: ConfusionOptions,
): Promise<void>;
/** The same, from counts: a row for each true class. */
export async function confusionMatrix(counts: Counts, options?: ConfusionOptions): Promise<void>;
export async function confusionMatrix(
  first: Labels | Counts,
  second?: Labels | ConfusionOptions,
  third: ConfusionOptions = {},
): Promise<void> {
  if (isLabels(second)) {
    const counts = countConfusions(first as Labels, second, third.classes?.length);
    send(await confusionMatrixBundle(counts, third), third);
  } else {
    send(await confusionMatrixBundle(first as Counts, second), second);
  }
}

/** How often class i was taken for class j: [classes, classes]. */
export function countConfusions(labels: Labels, predictions: Labels, classes?: number): number[][] {
  const [truth, guess] = [labels, predictions].map((each) =>
    Array.from(isTensorLike(each) ? each.dataSync() : each),
  );
  if (truth.length !== guess.length) {
    throw new UserError(
      `There are ${truth.length} labels, but ${guess.length} predictions; they belong together in pairs.`,
    );
  }
  const size =
    classes ?? [...truth, ...guess].reduce((most, label) => Math.max(most, label), -1) + 1;
  const stray = [...truth, ...guess].find((n) => !Number.isInteger(n) || n < 0 || n >= size);
  if (stray !== undefined) {
    throw new UserError(
      `Labels and predictions are numbers of classes, 0 to ${size - 1}, but one is ${stray}. ` +
        'Of scores, take the place of the largest.',
    );
  }
  const counts = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  truth.forEach((label, i) => counts[label][guess[i]]++);
  return counts;
}

/** What `confusionMatrix` shows. */
export async function confusionMatrixBundle(
  counts: Counts,
  { classes }: ConfusionOptions = {},
): Promise<Bundle> {
  const names = classes ?? counts.map((_, i) => String(i));
  if (counts.length === 0 || [names, ...counts].some((row) => row.length !== counts.length)) {
    throw new UserError(
      `A confusion matrix has a row, a column and a name for each class, but there are ` +
        `${counts.length} rows of ${counts.map((row) => row.length).join(', ')} and ${names.length} names.`,
    );
  }
  const { title, ...matrix } = measure(counts);
  const bundle = await plotBundle(specOf(counts, names, title, matrix.recalls));
  return {
    ...bundle,
    'text/plain': `${title}\n${gridText(gridOf(counts, names, matrix.recalls))}`,
  };
}

function isLabels(value: Labels | ConfusionOptions | undefined): value is Labels {
  return value !== undefined && ('length' in value || isTensorLike(value));
}

/** Recalls are NaN for classes without examples. */
function measure(counts: Counts): { title: string; recalls: readonly number[] } {
  const sums = counts.map((row) => row.reduce((a, b) => a + b, 0));
  const total = sums.reduce((a, b) => a + b, 0);
  const right = counts.reduce((sum, row, i) => sum + row[i], 0);
  return {
    title: `${percent(right / total)} of ${grouped(total)} right`,
    recalls: counts.map((row, i) => row[i] / sums[i]),
  };
}

const recallText = (recall: number): string => (Number.isNaN(recall) ? 'none' : percent(recall));

function gridOf(counts: Counts, names: readonly string[], recalls: readonly number[]): Grid {
  return {
    columns: [
      { title: 'true \\ predicted', numeric: false },
      ...names.map((title) => ({ title, numeric: true })),
      { title: 'recall', numeric: true },
    ],
    cells: counts.map((row, i) => [names[i], ...row.map(String), recallText(recalls[i])]),
  };
}

function specOf(
  counts: Counts,
  names: readonly string[],
  title: string,
  recalls: readonly number[],
): TopLevelSpec {
  const rows = names.map((name, i) => `${name}  (${recallText(recalls[i])})`);
  const side = Math.max(22, Math.min(56, 480 / names.length));
  const values = counts.flatMap((row, i) => {
    const sum = row.reduce((a, b) => a + b, 0);
    return row.map((count, j) => ({
      true: rows[i],
      predicted: names[j],
      count,
      share: sum === 0 ? 0 : count / sum,
    }));
  });
  const axis = { domain: false, ticks: false, grid: false, labelLimit: 0 };
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: `Confusion matrix: ${title}`,
    title,
    width: { step: side },
    height: { step: side },
    padding: 8,
    config: plotTheme,
    data: { values },
    encoding: {
      x: {
        field: 'predicted',
        type: 'nominal',
        sort: null,
        title: 'Predicted class',
        axis: { ...axis, orient: 'top', labelAngle: names.some((n) => n.length > 4) ? -45 : 0 },
      },
      y: { field: 'true', type: 'nominal', sort: null, title: 'True class (recall)', axis },
    },
    layer: [
      {
        mark: { type: 'rect', stroke: '#ffffff', tooltip: true },
        encoding: {
          color: {
            field: 'share',
            type: 'quantitative',
            scale: { domain: [0, 1], range: ['#f2f5f8', '#05529e'] },
            legend: null,
          },
        },
      },
      {
        mark: { type: 'text', fontSize: side < 30 ? 9 : 12 },
        encoding: {
          text: { field: 'count', type: 'quantitative', format: ',' },
          color: { condition: { test: 'datum.share > 0.5', value: '#ffffff' }, value: '#222222' },
        },
      },
    ],
  };
}
