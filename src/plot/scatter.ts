import type { TopLevelSpec } from 'vega-lite';
import { UserError } from '../errors.js';
import { type AxisOptions, axisOf } from './axis.js';
import { type Drawing, figure, type FigureOptions, panelsOf } from './parts/figure.js';
import {
  endsOf,
  type FittedLine,
  labelOf,
  leastSquares,
  type Point,
  type Scales,
} from './parts/fit.js';
import { armScale, type Encoding, inPanel, type Layer, notes } from './parts/layers.js';
import { type Column, finite } from './summarise.js';
import { armStyles, FAINT_INK, INK } from './theme.js';

export interface ScatterOptions<T> extends FigureOptions<T> {
  readonly x: AxisOptions<Column<T>>;
  readonly y: AxisOptions<Column<T>>;
  /** Points of a group share colour and shape. */
  readonly group?: Column<T>;
  /** The groups to draw, in the order that fixes their colours. */
  readonly order?: readonly string[];
  /** Draws the line on which y = x; both axes then show the same values. */
  readonly diagonal?: boolean;
  /** Lines with their slopes: `least squares` for every group of every panel, or lines of yours. */
  readonly fit?: 'least squares' | readonly FittedLine[];
  /** The most points drawn in a panel; of more, every second, third, ... and a note says so. */
  readonly atMost?: number;
}

/** One point per row; with a diagonal, fitted lines and their slopes, if asked for. */
export function scatter<T extends object>(
  rows: readonly T[],
  options: ScatterOptions<T>,
): TopLevelSpec {
  const { x, y, group, facet } = options;
  const nameOf = (row: T): string => (group === undefined ? '' : String(row[group]));
  const order = options.order ?? [...new Set(rows.map(nameOf))];
  const panels = panelsOf(rows, facet).map(({ name, rows: own }) => ({
    name,
    points: own
      .filter((row) => order.includes(nameOf(row)))
      .map((row) => ({ group: nameOf(row), x: finite(row, x.column), y: finite(row, y.column) })),
  }));
  const all = panels.flatMap(({ points }) => points);
  if (all.length === 0) {
    throw new UserError(
      `There is nothing to draw: there are ${rows.length} rows, and none is of the groups ` +
        `${order.join(', ')}.`,
    );
  }
  const arms = order.filter((arm) => all.some((point) => point.group === arm));
  const drawings = panels.map(({ name, points }): Drawing => {
    const shown = facet?.independent === true ? points : all;
    const axes = axesOf(options, shown);
    const drawn = thinned(points, options.atMost);
    const mark = {
      type: 'point',
      filled: true,
      size: facet ? 18 : 40,
      opacity: 0.6,
      aria: false,
    } as const;
    const layer = [
      { mark, encoding: { ...axes, ...looks(arms, order, options.width) } },
      ...(options.diagonal === true ? [diagonalOf(shown, axes)] : []),
      ...fitLayers(options, { name, points, arms, order, axes }),
      ...leftOut(drawn, points),
    ];
    return { name, values: drawn, layer };
  });
  return figure(drawings, { ...options, description: `${y.title} against ${x.title}.` });
}

type Axes = Required<Pick<Encoding, 'x' | 'y'>>;

function axesOf<T>({ x, y, diagonal }: ScatterOptions<T>, points: readonly Point[]): Axes {
  const [xs, ys] = [points.map((point) => point.x), points.map((point) => point.y)];
  const both = [...xs, ...ys];
  return {
    x: { field: 'x', type: 'quantitative', ...axisOf(x, diagonal === true ? both : xs) },
    y: { field: 'y', type: 'quantitative', ...axisOf(y, diagonal === true ? both : ys) },
  };
}

function looks(arms: readonly string[], order: readonly string[], width?: number): Encoding {
  if (arms.length === 1) return { color: { value: armStyles(order).get(arms[0])!.colour } };
  return {
    color: armScale(arms, order, 'colour', width),
    shape: armScale(arms, order, 'shape', width),
  };
}

/** Every k-th point, such that at most `most` are left. */
function thinned(points: readonly Point[], most = points.length): readonly Point[] {
  const step = Math.ceil(points.length / most);
  return points.filter((_, i) => i % step === 0);
}

function leftOut(drawn: readonly Point[], points: readonly Point[]): Layer[] {
  if (drawn.length === points.length) return [];
  const text = `${drawn.length} of ${points.length.toLocaleString('en')} points`;
  return notes([{ text }], 'lower right');
}

function diagonalOf(points: readonly Point[], encoding: Axes): Layer {
  const both = points.flatMap(({ x, y }) => [x, y]);
  const ends = [Math.min(...both), Math.max(...both)];
  return {
    data: { values: ends.map((at) => ({ x: at, y: at })) },
    mark: { type: 'line', color: FAINT_INK, strokeWidth: 1.25, strokeDash: [5, 4] },
    encoding,
  };
}

interface Place {
  readonly name: string;
  readonly points: readonly Point[];
  readonly arms: readonly string[];
  readonly order: readonly string[];
  readonly axes: Axes;
}

/** The lines of one panel with their slopes, each in the colour of its group if there are several. */
function fitLayers<T>(
  { fit = [], x, y }: ScatterOptions<T>,
  { name, points, arms, order, axes }: Place,
): Layer[] {
  const scales: Scales = { x: x.scale ?? 'linear', y: y.scale ?? 'linear' };
  const fits = fit === 'least squares' ? leastSquares(points, scales) : inPanel(fit, name);
  const styles = armStyles(order);
  const colourOf = ({ group = '' }: FittedLine): string =>
    arms.length === 1 ? INK : (styles.get(group)?.colour ?? INK);
  const lines = fits.map((each): Layer => ({
    data: { values: endsOf(each, points, scales) },
    mark: { type: 'line', color: colourOf(each), strokeWidth: 1.75 },
    encoding: axes,
  }));
  const words = fits.map((each) => ({
    text: labelOf(each),
    colour: colourOf(each),
  }));
  const falling = fits.some((each) => each.slope < 0);
  return [...lines, ...notes(words, falling ? 'upper right' : 'upper left')];
}
