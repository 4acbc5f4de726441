import type { TopLevelSpec } from 'vega-lite';
import { UserError } from '../errors.js';
import { type AxisOptions, axisOf } from './axis.js';
import { type Column, summarise } from './summarise.js';
import { armStyles, FAINT_INK, theme } from './theme.js';

type Layer = Extract<Extract<TopLevelSpec, { layer: unknown }>['layer'][number], { mark: unknown }>;
type Encoding = NonNullable<Layer['encoding']>;

/** What shade or bars around a mean say: its 95 % t interval, or the smallest to the largest seed. */
export type Spread = 'interval' | 'range' | 'none';

export interface LineOptions<T> {
  readonly x: AxisOptions<Column<T>>;
  readonly y: AxisOptions<Column<T>>;
  /** One line each, for example `arm`. */
  readonly group: Column<T>;
  /**
   * The groups to draw, in the order that fixes their colours; those without rows are passed over.
   * Without it, all groups as they come.
   */
  readonly order?: readonly string[];
  /** Rows of a group that agree on this, such as the seed, count once, with their mean. */
  readonly unit?: Column<T>;
  /** Shade around the lines. */
  readonly band?: Spread;
  /** Bars through the points. */
  readonly bars?: Spread;
  /** Whether the means are marked; leave the marks out where points are dense. */
  readonly points?: boolean;
  /** A level drawn across the figure, for example the dense net's mean. */
  readonly reference?: { readonly label: string; readonly value: number };
  readonly title?: string;
  /** In pixels, axes and legend included. */
  readonly width?: number;
  readonly height?: number;
}

/** For every group a line through its means over the seeds, with their spread. */
export function lineWithBand<T extends object>(
  rows: readonly T[],
  options: LineOptions<T>,
): TopLevelSpec {
  const { x, y, group, unit, title, reference, band = 'interval', bars = 'none' } = options;
  const { points = true, width = 640, height = 380 } = options;
  const summaries = summarise(rows, {
    x: x.column,
    y: y.column,
    group,
    ...(unit === undefined ? {} : { unit }),
  });
  const order = options.order ?? [...new Set(summaries.map((s) => s.group))];
  const drawn = summaries.filter((s) => order.includes(s.group));
  if (drawn.length === 0) {
    throw new UserError(
      `There is nothing to draw: no row has one of ${order.join(', ')} in the column '${group}'.`,
    );
  }
  const arms = order.filter((arm) => drawn.some((s) => s.group === arm));
  const xs = drawn.map((s) => s.x);
  const means = drawn.map((s) => s.mean);
  const shared = {
    x: { field: 'x', type: 'quantitative', ...axisOf(x, xs) },
    color: armScale(arms, order, 'colour'),
  } satisfies Encoding;
  const yMean = {
    field: 'mean',
    type: 'quantitative',
    ...axisOf(y, means),
  } satisfies Encoding['y'];
  const layer: Layer[] = [
    {
      mark: { type: 'line', strokeWidth: 2 },
      encoding: { ...shared, y: yMean, strokeDash: armScale(arms, order, 'dash') },
    },
  ];
  if (points) {
    layer.push({
      mark: { type: 'point', filled: true, size: 55, opacity: 1 },
      encoding: { ...shared, y: yMean, shape: armScale(arms, order, 'shape') },
    });
  }
  if (reference !== undefined) layer.unshift(...level(reference));
  if (bars !== 'none') layer.unshift(spreadLayer(BARS, bars, shared));
  if (band !== 'none') layer.unshift(spreadLayer(BAND, band, shared));
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: `${y.title} by ${x.title}: ${arms.join(', ')}.`,
    ...(title === undefined ? {} : { title }),
    width,
    height,
    autosize: { type: 'fit', contains: 'padding' },
    padding: 8,
    config: theme,
    data: { values: drawn },
    layer,
  };
}

/** One visual property of the arms; scales of the same domain share one legend. */
function armScale(
  arms: readonly string[],
  order: readonly string[],
  property: 'colour' | 'dash' | 'shape',
) {
  const styles = armStyles(order);
  return {
    field: 'group',
    type: 'nominal' as const,
    title: null,
    scale: { domain: [...arms], range: arms.map((arm) => styles.get(arm)![property]) as string[] },
    legend: { orient: 'top' as const, direction: 'horizontal' as const },
  };
}

const BAND = { type: 'area', opacity: 0.15 } as const;
const BARS = { type: 'rule', strokeWidth: 1.25 } as const;

function spreadLayer(
  mark: typeof BAND | typeof BARS,
  spread: 'interval' | 'range',
  shared: Encoding,
): Layer {
  const [low, high] = spread === 'interval' ? ['low', 'high'] : ['min', 'max'];
  return {
    mark,
    encoding: { ...shared, y: { field: low, type: 'quantitative' }, y2: { field: high } },
  };
}

function level({ label, value }: { readonly label: string; readonly value: number }): Layer[] {
  const data = { values: [{}] };
  return [
    {
      data,
      mark: { type: 'rule', color: FAINT_INK, strokeDash: [4, 4] },
      encoding: { y: { datum: value } },
    },
    {
      data,
      mark: { type: 'text', text: label, align: 'left', dx: 6, color: FAINT_INK, fontSize: 12 },
      encoding: { x: { value: 'width' }, y: { datum: value } },
    },
  ];
}
