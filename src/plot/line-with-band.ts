import type { TopLevelSpec } from 'vega-lite';
import { UserError } from '../errors.js';
import { type AxisOptions, axisOf } from './axis.js';
import { type Drawing, figure, type FigureOptions, panelsOf } from './parts/figure.js';
import {
  armScale,
  type Encoding,
  labelledIn,
  type Layer,
  type ReferenceLevel,
  level,
  type VerticalMark,
  verticals,
} from './parts/layers.js';
import { type Published, publishedLayers, sourceDash } from './parts/published.js';
import { type Column, summarise } from './summarise.js';

/** What shade or bars around a mean say: its 95 % t interval, or the smallest to the largest seed. */
export type Spread = 'interval' | 'range' | 'none';

export interface LineOptions<T> extends FigureOptions<T> {
  readonly x: AxisOptions<Column<T>>;
  /** On a logarithmic axis, means and intervals are those of the logarithms. */
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
  /** Levels drawn across the figure, for example the dense net's mean. */
  readonly reference?: ReferenceLevel | readonly ReferenceLevel[];
  /** Places on the x axis, for example the critical compression of each group. */
  readonly verticals?: readonly VerticalMark[];
  /** Numbers of the paper, drawn dashed and hollow in the colour of their group. */
  readonly published?: Published;
}

/** For every group a line through its means over the seeds, with their spread. */
export function lineWithBand<T extends object>(
  rows: readonly T[],
  options: LineOptions<T>,
): TopLevelSpec {
  const { x, y, group, unit, published } = options;
  const panels = panelsOf(rows, options.facet).map(({ name, rows: own }) => ({
    name,
    all: summarise(own, {
      x: x.column,
      y: y.column,
      group,
      ...(unit === undefined ? {} : { unit }),
      geometric: y.scale === 'log' || y.scale === 'powers',
    }),
  }));
  const all = panels.flatMap((panel) => panel.all);
  const order = options.order ?? [...new Set(all.map((s) => s.group))];
  const drawn = all.filter((s) => order.includes(s.group));
  if (drawn.length === 0) {
    throw new UserError(
      `There is nothing to draw: no row has one of ${order.join(', ')} in the column '${group}'.`,
    );
  }
  const points = (published?.points ?? []).filter((p) => order.includes(p.group));
  const arms = order.filter((arm) => [...drawn, ...points].some((s) => s.group === arm));
  const extra = (options.verticals ?? []).map(({ value }) => value);
  const axes = {
    x: axisOf(x, [...drawn.map((s) => s.x), ...points.map((p) => p.x), ...extra]),
    y: axisOf(y, [...drawn.map((s) => s.mean), ...points.map((p) => p.y)]),
  };
  const drawings = panels.map(({ name, all: summaries }): Drawing => {
    const values = summaries.filter((s) => order.includes(s.group));
    return {
      name,
      values,
      layer: layersOf(options, { name, first: panels[0].name, arms, order, axes }),
    };
  });
  const { facet, title, width, height } = options;
  return figure(drawings, {
    description: `${y.title} by ${x.title}: ${arms.join(', ')}.`,
    ...(facet === undefined ? {} : { facet }),
    ...(title === undefined ? {} : { title }),
    ...(width === undefined ? {} : { width }),
    ...(height === undefined ? {} : { height }),
    ...(published === undefined ? {} : { legends: 'stacked' }),
  });
}

interface Context {
  readonly name: string;
  readonly first: string;
  readonly arms: readonly string[];
  readonly order: readonly string[];
  readonly axes: Readonly<Record<'x' | 'y', ReturnType<typeof axisOf>>>;
}

/** Everything drawn in one panel, from the back to the front. */
function layersOf<T>(
  options: LineOptions<T>,
  { name, first, arms, order, axes }: Context,
): Layer[] {
  const { reference = [], published, band = 'interval', bars = 'none', points = true } = options;
  const faceted = options.facet !== undefined;
  const shared = {
    x: { field: 'x', type: 'quantitative', ...axes.x },
    color: armScale(arms, order, 'colour', options.width),
  } satisfies Encoding;
  const yMean = { field: 'mean', type: 'quantitative', ...axes.y } satisfies Encoding['y'];
  const dash =
    published === undefined ? armScale(arms, order, 'dash') : sourceDash(published, options.width);
  const layer: Layer[] = [
    {
      mark: { type: 'line', strokeWidth: 2 },
      encoding: { ...shared, y: yMean, strokeDash: dash },
    },
  ];
  if (points) {
    layer.push({
      mark: { type: 'point', filled: true, size: faceted ? 30 : 55, opacity: 1 },
      encoding: { ...shared, y: yMean, shape: armScale(arms, order, 'shape', options.width) },
    });
  }
  if (published !== undefined) {
    const hollow = { ...shared, shape: armScale(arms, order, 'shape', options.width) };
    layer.push(...publishedLayers(published, name, hollow, axes.y, faceted ? 20 : 45));
  }
  for (const each of labelledIn([reference].flat(), name, first))
    layer.unshift(...level(each, faceted));
  if (bars !== 'none') layer.unshift(spreadLayer(BARS, bars, shared));
  if (band !== 'none') layer.unshift(spreadLayer(BAND, band, shared));
  layer.push(...verticals(labelledIn(options.verticals ?? [], name, first), order, faceted));
  return layer;
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
