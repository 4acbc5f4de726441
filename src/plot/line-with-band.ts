import type { TopLevelSpec } from 'vega-lite';
import { UserError } from '../errors.js';
import { type AxisOptions, axisOf, rulerOf } from './axis.js';
import { type Drawing, figure, type FigureOptions, panelsOf, plotWidth } from './parts/figure.js';
import {
  armScale,
  type Encoding,
  inPanel,
  labelledIn,
  type Layer,
  type ReferenceLevel,
  level,
  type VerticalMark,
  verticals,
} from './parts/layers.js';
import { type Published, publishedLayers, sourceDash } from './parts/published.js';
import { type AxisSpan, spanLabels, spanLayers } from './parts/spans.js';
import { BAND, BARS, type Spread, spreadLayer } from './parts/spread.js';
import { type Column, summarise } from './summarise.js';

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
  /** Stretches of the x axis that are shaded, for example the phases of each panel. */
  readonly spans?: readonly AxisSpan[];
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
  const places = [
    ...(options.verticals ?? []).map(({ value }) => value),
    ...(options.spans ?? []).flatMap(({ from, to }) => [from, to]),
  ];
  const xs = [...drawn.map((s) => s.x), ...points.map((p) => p.x), ...places];
  const axes = {
    x: axisOf(x, xs),
    y: axisOf(y, [...drawn.map((s) => s.mean), ...points.map((p) => p.y)]),
  };
  const drawings = panels.map(({ name, all: summaries }): Drawing => {
    const values = summaries.filter((s) => order.includes(s.group));
    return {
      name,
      values,
      layer: layersOf(options, {
        name,
        first: panels[0].name,
        count: panels.length,
        arms,
        order,
        axes,
        xs,
      }),
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
    crowned: options.spans !== undefined && options.spans.length > 0,
  });
}

interface Context {
  readonly name: string;
  readonly first: string;
  /** Panels in all. */
  readonly count: number;
  readonly arms: readonly string[];
  readonly order: readonly string[];
  readonly axes: Readonly<Record<'x' | 'y', ReturnType<typeof axisOf>>>;
  /** All that is on the x axis. */
  readonly xs: readonly number[];
}

/** Everything drawn in one panel, from the back to the front. */
function layersOf<T>(options: LineOptions<T>, context: Context): Layer[] {
  const { name, first, arms, order, axes } = context;
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
  const before = layer.length;
  layer.unshift(...shades(options, context));
  const inside = faceted || layer.length > before;
  layer.push(...verticals(labelledIn(options.verticals ?? [], name, first), order, inside));
  return layer;
}

/** The spans of one panel. */
function shades<T>(options: LineOptions<T>, { name, first, count, xs }: Context): Layer[] {
  const { spans = [], facet, x } = options;
  if (spans.length === 0) return [];
  return spanLayers(inPanel(spans, name), {
    ruler: rulerOf(x.scale ?? 'linear', xs),
    extent: [Math.min(...xs), Math.max(...xs)],
    width: plotWidth(count, options),
    labels: spanLabels(spans),
    inside: facet !== undefined,
    first: name === first,
  });
}
