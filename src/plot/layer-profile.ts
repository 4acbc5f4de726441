import type { TopLevelSpec } from 'vega-lite';
import { UserError } from '../errors.js';
import { mean } from '../math/statistics.js';
import { logTicks } from './axis.js';
import { type Drawing, figure, type FigureOptions, gridOf, panelsOf } from './parts/figure.js';
import { type Encoding, type Layer, legendColumns } from './parts/layers.js';
import { labelsByValue, powerLabel, powersBetween } from './parts/powers.js';
import { type Column, finite, partition } from './summarise.js';
import { armStyles, INK, orderedColours } from './theme.js';

export interface LayerProfileOptions<T> extends FigureOptions<T> {
  readonly layer: {
    readonly column: Column<T>;
    readonly title: string;
    /** From input to output; without it, as they come. */
    readonly order?: readonly string[];
  };
  readonly density: {
    /** The fraction of a layer's weights that is kept, from 0 to 1. */
    readonly column: Column<T>;
    readonly title: string;
    readonly scale?: 'linear' | 'log';
  };
  /** One line for each, the later the darker, for example compressions from small to large. */
  readonly series?: {
    readonly column: Column<T>;
    readonly title: string;
    readonly order?: readonly (string | number)[];
  };
}

interface Value {
  readonly layer: string;
  readonly series: string;
  /** The mean over the rows; null for 0, which the cross shows. */
  readonly density: number | null;
  /** Whether some row has a density of 0 here. */
  readonly empty: boolean;
}

/**
 * What fraction of each layer's weights is kept: lines from layer to layer, means over the rows.
 *
 * A cross below marks a layer that is empty in at least one row; of several series, it has the
 * colour of the first that empties the layer.
 */
export function layerProfile<T extends object>(
  rows: readonly T[],
  options: LayerProfileOptions<T>,
): TopLevelSpec {
  const { layer, density, series, facet } = options;
  if (rows.length === 0) throw new UserError('There is nothing to draw: there are no rows.');
  const layers = layer.order ?? [...new Set(rows.map((row) => String(row[layer.column])))];
  const given = series?.order ?? new Set(rows.map((row) => seriesOf(row, series?.column)));
  const order = [...given].map((each) => seriesLabel(each));
  const panels = panelsOf(rows, facet).map(({ name, rows: own }) => ({
    name,
    values: valuesOf(own, options).filter(
      (value) => layers.includes(value.layer) && order.includes(value.series),
    ),
  }));
  const all = panels.flatMap(({ values }) => values);
  const { y, strip } = densityAxis(all, density);
  const x = layerAxis(layers, options, panels.length);
  const looks = seriesLooks(order, options);
  const drawings = panels.map(({ name, values }): Drawing => {
    const crosses = strip === null ? [] : emptyLayers(firstEmpty(values, order), strip, x, looks);
    return { name, values, layer: [...crosses, ...lines({ ...looks, x, y }, facet ? 22 : 45)] };
  });
  return figure(drawings, { ...options, description: `${density.title} of each layer.` });
}

function seriesOf<T extends object>(row: T, column: Column<T> | undefined): string | number {
  const value: unknown = column === undefined ? '' : row[column];
  return typeof value === 'number' ? value : String(value);
}

const seriesLabel = (value: string | number): string =>
  typeof value === 'number' ? powerLabel(value) : value;

function valuesOf<T extends object>(
  rows: readonly T[],
  { layer, density, series }: LayerProfileOptions<T>,
): Value[] {
  const bySeries = partition(rows, (row) => seriesLabel(seriesOf(row, series?.column)));
  return [...bySeries].flatMap(([name, members]) =>
    [...partition(members, (row) => String(row[layer.column]))].map(([at, same]) => {
      const densities = same.map((row) => fraction(finite(row, density.column), density.column));
      const level = mean(densities);
      return {
        layer: at,
        series: name,
        density: level === 0 ? null : level,
        empty: densities.includes(0),
      };
    }),
  );
}

function fraction(value: number, column: string): number {
  if (value >= 0 && value <= 1) return value;
  throw new UserError(
    `A density lies between 0 and 1, but the column '${column}' has ${value}. ` +
      `Divide the weights kept by all weights of the layer.`,
  );
}

/** Where crosses are drawn, below the smallest density. */
interface Strip {
  readonly from: number;
  readonly middle: number;
  readonly to: number;
}

function densityAxis(
  values: readonly Value[],
  { title, scale = 'log' }: LayerProfileOptions<never>['density'],
) {
  const drawn = values.flatMap(({ density }) => (density === null ? [] : [density]));
  const lowest = scale === 'log' ? Math.min(0.5, ...drawn.filter((each) => each > 0)) : 0;
  // Heights are given as parts of the axis from the lowest density (0) to everything kept (1).
  const at = (part: number): number => (scale === 'log' ? lowest ** (1 - part) : part);
  const strip: Strip | null = values.some(({ empty }) => empty)
    ? { from: at(-0.15), middle: at(-0.1), to: at(-0.05) }
    : null;
  const ticks = scale === 'log' ? decades(lowest) : [0, 0.25, 0.5, 0.75, 1];
  const labels = new Map(ticks.map((tick) => [tick, `${powerLabel(100 * tick)} %`]));
  if (strip !== null) labels.set(strip.middle, 'empty');
  const y = {
    field: 'density',
    type: 'quantitative' as const,
    title,
    scale: { type: scale, domain: [strip?.from ?? at(-0.03), at(1.03)], nice: false },
    axis: { values: [...labels.keys()], labelExpr: labelsByValue(labels) },
  };
  return { y, strip };
}

function decades(lowest: number): number[] {
  const powers = powersBetween(lowest, 1);
  return powers.length >= 2 ? powers : logTicks(lowest, 1);
}

/** The names of the layers, upright where there is no room for them side by side. */
function layerAxis<T>(
  layers: readonly string[],
  { layer, ...options }: LayerProfileOptions<T>,
  panels: number,
) {
  const { width = 640 } = options;
  const room = options.facet ? gridOf(panels, options).width : width - 90;
  const widest = Math.max(...layers.map((name) => name.length * 6.5 + 8));
  return {
    field: 'layer',
    type: 'nominal' as const,
    title: layer.title,
    scale: { type: 'point' as const, domain: [...layers], padding: 0.5 },
    axis: {
      labelAngle: widest * layers.length <= room ? 0 : -90,
      labelOverlap: false,
      labelLimit: 320,
      grid: true,
      ...(room / layers.length < 11 ? { labelFontSize: 9 } : {}),
    },
  };
}

type Looks = Required<Pick<Encoding, 'color'>> & Pick<Encoding, 'shape'>;

function seriesLooks<T>(order: readonly string[], options: LayerProfileOptions<T>): Looks {
  const colours = orderedColours(order.length);
  if (order.length === 1) return { color: { value: colours[0] } };
  const styles = armStyles(order);
  const shared = {
    field: 'series',
    type: 'nominal' as const,
    title: options.series!.title,
    legend: {
      orient: 'top' as const,
      direction: 'horizontal' as const,
      titleOrient: 'left' as const,
      titleFontSize: 13,
      titleFontWeight: 500 as const,
      titleColor: INK,
      ...legendColumns([...order, options.series!.title], options.width ?? 640),
    },
  };
  const shapes = order.map((name) => styles.get(name)!.shape);
  return {
    color: { ...shared, scale: { domain: [...order], range: colours } },
    shape: { ...shared, scale: { domain: [...order], range: shapes } },
  };
}

function lines(
  { shape, ...shared }: Required<Pick<Encoding, 'x' | 'y'>> & Looks,
  size: number,
): Layer[] {
  return [
    { mark: { type: 'line', strokeWidth: 1.75 }, encoding: shared },
    {
      mark: { type: 'point', filled: true, size, opacity: 1 },
      encoding: { ...shared, ...(shape === undefined ? {} : { shape }) },
    },
  ];
}

/** For every layer that is empty somewhere, the first series in which it is. */
function firstEmpty(values: readonly Value[], order: readonly string[]): Value[] {
  const empty = values
    .filter((value) => value.empty)
    .sort((a, b) => order.indexOf(a.series) - order.indexOf(b.series));
  return [...partition(empty, ({ layer }) => layer).values()].map(([first]) => first);
}

/** A grey strip with the crosses of empty layers. */
function emptyLayers(
  values: readonly Value[],
  strip: Strip,
  x: ReturnType<typeof layerAxis>,
  { color }: Looks,
): Layer[] {
  const cross = { type: 'point', shape: CROSS, size: 60, strokeWidth: 2, opacity: 1 } as const;
  return [
    {
      data: { values: [{}] },
      mark: { type: 'rect', color: '#f0f0f0' },
      encoding: {
        x: { value: 0 },
        x2: { value: 'width' },
        y: { datum: strip.from },
        y2: { datum: strip.to },
      },
    },
    {
      data: { values: [...values] },
      mark: cross,
      encoding: { x, y: { datum: strip.middle }, color },
    },
  ];
}

/** An oblique cross, as Vega has none. */
const CROSS = 'M-.6,-.6L.6,.6M-.6,.6L.6,-.6';
