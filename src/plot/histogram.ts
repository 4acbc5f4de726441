import type { TopLevelSpec } from 'vega-lite';
import { UserError } from '../errors.js';
import { type AxisOptions, axisOf, rulerOf } from './axis.js';
import { type Drawing, figure, type FigureOptions, panelsOf } from './parts/figure.js';
import {
  armScale,
  labelledIn,
  type Layer,
  notes,
  type VerticalMark,
  verticals,
} from './parts/layers.js';
import { extentOf, numbersOf } from './parts/samples.js';
import { type Column, partition } from './summarise.js';
import { armStyles } from './theme.js';

export interface HistogramOptions<T> extends FigureOptions<T> {
  /** What is counted: a column of numbers or of lists of numbers, such as the scores of a layer. */
  readonly value: AxisOptions<Column<T>>;
  /** Outlines over each other, one for each group. */
  readonly group?: Column<T>;
  /** The groups to draw, in the order that fixes their colours. */
  readonly order?: readonly string[];
  readonly bins?: number;
  /** What the bars add up to 100 % of, for the title of the y axis. */
  readonly share?: string;
  /** Places on the x axis, such as the threshold below which weights are pruned. */
  readonly verticals?: readonly VerticalMark[];
}

/**
 * How values are distributed: the share of a panel's values in each of equally wide bins.
 *
 * Bins are equal on the axis as drawn. A logarithmic axis leaves out what is not above zero, and a
 * note in the panel says how much that is.
 */
export function histogram<T extends object>(
  rows: readonly T[],
  options: HistogramOptions<T>,
): TopLevelSpec {
  const { value, group, facet, width } = options;
  const nameOf = (row: T): string => (group === undefined ? '' : String(row[group]));
  const order = options.order ?? [...new Set(rows.map(nameOf))];
  const panels = panelsOf(rows, facet).map(({ name, rows: own }) => ({
    name,
    samples: samplesOf(partition(own, nameOf), order, value),
  }));
  const all = panels.flatMap(({ samples }) => samples);
  if (all.every(({ shown }) => shown.length === 0)) {
    throw new UserError(
      `There is nothing to draw: the column '${value.column}' has no values that lie on the axis.`,
    );
  }
  const arms = order.filter((arm) => all.some((sample) => sample.group === arm));
  const y = shareOf(options.share ?? 'values');
  const drawings = panels.map(({ name, samples }): Drawing => {
    const places = labelledIn(options.verticals ?? [], name, panels[0].name);
    const axis = valueAxis(facet?.independent === true ? samples : all, places, options);
    const values = samples.flatMap((sample) => axis.binned(sample));
    const looks = { arms, order, width: width ?? 640, y };
    const layer = [
      ...(arms.length === 1 ? bars(axis.x, looks) : outlines(axis.x, looks)),
      ...leftOut(samples, looks),
      ...verticals(places, order, facet !== undefined),
    ];
    return { name, values, layer };
  });
  return figure(drawings, { ...options, description: `Distribution of ${value.title}.` });
}

interface Sample {
  readonly group: string;
  /** How many values there are. */
  readonly count: number;
  /** The values that lie on the axis: those above zero, if it is logarithmic. */
  readonly shown: readonly number[];
}

function samplesOf<T extends object>(
  groups: ReadonlyMap<string, readonly T[]>,
  order: readonly string[],
  { column, scale }: AxisOptions<Column<T>>,
): Sample[] {
  const positive = scale === 'log' || scale === 'powers';
  return [...groups]
    .filter(([group]) => order.includes(group))
    .map(([group, rows]) => {
      const values = numbersOf(rows, column);
      const shown = positive ? values.filter((each) => each > 0) : values;
      return { group, count: values.length, shown };
    });
}

interface Bin {
  readonly group: string;
  readonly from: number;
  readonly to: number;
  /** In percent of the group's values. */
  readonly share: number;
}

/** The x axis over some samples, and how a sample falls into its bins. */
function valueAxis<T>(
  samples: readonly Sample[],
  places: readonly VerticalMark[],
  { value, bins = 40 }: HistogramOptions<T>,
) {
  const typical = samples.flatMap(({ shown }) => fewOf(shown));
  const ruler = rulerOf(value.scale ?? 'linear', typical);
  const [low, high] = extentOf(typical).map((end) => ruler.to(end));
  const step = (high - low || 1) / bins;
  const edge = (i: number): number => ruler.from(low + i * step);
  const binned = ({ group, count, shown }: Sample): Bin[] => {
    const counts = new Array<number>(bins).fill(0);
    for (const each of shown)
      counts[Math.min(bins - 1, Math.floor((ruler.to(each) - low) / step))]++;
    return counts.map((n, i) => ({
      group,
      from: edge(i),
      to: edge(i + 1),
      share: (100 * n) / count,
    }));
  };
  const ends = [edge(0), edge(bins), ...places.map((place) => place.value)];
  const x = {
    field: 'from',
    type: 'quantitative' as const,
    ...axisOf(value, [...typical, ...ends]),
  };
  return { x, binned };
}

/** At most a thousand values, evenly picked, and the smallest and the largest. */
function fewOf(values: readonly number[]): number[] {
  if (values.length === 0) return [];
  const step = Math.ceil(values.length / 1000);
  return [...extentOf(values), ...values.filter((_, i) => i % step === 0)];
}

interface Looks {
  readonly arms: readonly string[];
  readonly order: readonly string[];
  readonly width: number;
  readonly y: ReturnType<typeof shareOf>;
}

type X = ReturnType<typeof valueAxis>['x'];

function bars(x: X, { arms, order, y }: Looks): Layer[] {
  const color = armStyles(order).get(arms[0])!.colour;
  return [
    {
      mark: {
        type: 'rect',
        color,
        opacity: 0.75,
        stroke: '#ffffff',
        strokeWidth: 0.5,
        aria: false,
      },
      encoding: { x, x2: { field: 'to' }, y, y2: { datum: 0 } },
    },
  ];
}

function outlines(x: X, { arms, order, width, y }: Looks): Layer[] {
  const color = armScale(arms, order, 'colour', width);
  const strokeDash = armScale(arms, order, 'dash', width);
  const step = { interpolate: 'step-after', aria: false } as const;
  return [
    {
      mark: { type: 'area', opacity: 0.12, ...step },
      encoding: { x, y: { ...y, stack: null }, color },
    },
    { mark: { type: 'line', strokeWidth: 1.75, ...step }, encoding: { x, y, color, strokeDash } },
  ];
}

/** The y axis, which begins at zero. */
const shareOf = (values: string) =>
  ({
    field: 'share',
    type: 'quantitative',
    title: `Share of ${values} (%)`,
    scale: { zero: true },
    axis: { tickCount: 5 },
  }) as const;

/** Says in the panel how many values a logarithmic axis cannot show. */
function leftOut(samples: readonly Sample[], { arms, order }: Looks): Layer[] {
  const styles = armStyles(order);
  const lines = samples
    .filter(({ count, shown }) => shown.length < count)
    .map(({ group, count, shown }) => ({
      text: `${Number((100 * (1 - shown.length / count)).toPrecision(2))} % ≤ 0`,
      ...(arms.length === 1 ? {} : { colour: styles.get(group)!.colour }),
    }));
  return notes(lines, 'upper right');
}
