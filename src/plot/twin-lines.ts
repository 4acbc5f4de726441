import type { TopLevelSpec } from 'vega-lite';
import { UserError } from '../errors.js';
import { type AxisOptions, axisOf, rulerOf } from './axis.js';
import { figure, type FigureOptions, plotWidth } from './parts/figure.js';
import { armScale, type Encoding, type Layer } from './parts/layers.js';
import { type AxisSpan, spanLabels, spanLayers } from './parts/spans.js';
import { BAND, type Spread, spreadLayer } from './parts/spread.js';
import { type Column, summarise, type Summary } from './summarise.js';
import { armStyles } from './theme.js';

export interface TwinOptions<T> extends Omit<FigureOptions<T>, 'facet'> {
  readonly x: AxisOptions<Column<T>>;
  /** The axis on the left. On a logarithmic one, means and intervals are those of the logarithms. */
  readonly left: AxisOptions<Column<T>>;
  /** The axis on the right; its title must differ. */
  readonly right: AxisOptions<Column<T>>;
  /** Rows of one x that agree on this, such as the seed, count once, with their mean. */
  readonly unit?: Column<T>;
  /** Shade around the lines. */
  readonly band?: Spread;
  /** Stretches of the x axis that are shaded, for example phases. */
  readonly spans?: readonly AxisSpan[];
}

/**
 * Two quantities of different kinds over the same x, each with an axis of its own in its colour: for
 * example test accuracy and learning distance over density.
 *
 * Where two such lines cross means nothing; where they turn does.
 */
export function twinLines<T extends object>(
  rows: readonly T[],
  options: TwinOptions<T>,
): TopLevelSpec {
  const { x, left, right, spans = [] } = options;
  checkTwins(rows, left, right);
  const sides = [left, right].map((y) => ({ y, values: meansOf(rows, options, y) }));
  const xs = [
    ...sides.flatMap(({ values }) => values.map((s) => s.x)),
    ...spans.flatMap(({ from, to }) => [from, to]),
  ];
  const arms = [left.title, right.title];
  const shared = {
    x: { field: 'x', type: 'quantitative', ...axisOf(x, xs) },
    color: armScale(arms, arms, 'colour', options.width),
  } satisfies Encoding;
  const shades = spanLayers(spans, {
    ruler: rulerOf(x.scale ?? 'linear', xs),
    extent: [Math.min(...xs), Math.max(...xs)],
    width: plotWidth(1, options) - RIGHT,
    labels: spanLabels(spans),
    inside: false,
    first: true,
  });
  const { title, width, height } = options;
  const sheet = figure([{ name: '', values: [], layer: [] }], {
    description: `${left.title} and ${right.title} by ${x.title}.`,
    ...(title === undefined ? {} : { title }),
    ...(width === undefined ? {} : { width }),
    ...(height === undefined ? {} : { height }),
    crowned: spans.length > 0,
  });
  const lines = sides.map(({ y, values }, i) => ({
    data: { values },
    layer: linesOf(options, shared, { y, values, arms, side: i === 0 ? 'left' : 'right' }),
  }));
  return {
    ...sheet,
    layer: [...shades, ...lines],
    resolve: { scale: { y: 'independent' } },
  };
}

/** Room for the right axis and its title. */
const RIGHT = 58;

interface Side {
  readonly y: AxisOptions<string>;
  readonly values: readonly Summary[];
  readonly arms: readonly string[];
  readonly side: 'left' | 'right';
}

function linesOf<T>(
  { band = 'interval', width }: TwinOptions<T>,
  shared: Required<Pick<Encoding, 'x' | 'color'>>,
  { y, values, arms, side }: Side,
): Layer[] {
  const { axis, ...scaled } = axisOf(
    y,
    values.map((s) => s.mean),
  );
  const { colour } = armStyles(arms).get(y.title)!;
  const coloured = { ...axis, orient: side, grid: side === 'left', titleColor: colour };
  const mean = {
    ...shared,
    y: { field: 'mean', type: 'quantitative', ...scaled, axis: coloured },
  } as Encoding;
  return [
    ...(band === 'none' ? [] : [spreadLayer(BAND, band, shared)]),
    {
      mark: { type: 'line', strokeWidth: 2 },
      encoding: { ...mean, strokeDash: armScale(arms, arms, 'dash', width) },
    },
    {
      mark: { type: 'point', filled: true, size: 55, opacity: 1 },
      encoding: { ...mean, shape: armScale(arms, arms, 'shape', width) },
    },
  ];
}

/** The means of one quantity under the name of its axis. */
function meansOf<T extends object>(
  rows: readonly T[],
  { x, unit }: TwinOptions<T>,
  y: AxisOptions<Column<T>>,
): Summary[] {
  const named = rows.map((row) => ({ ...row, [GROUP]: y.title }));
  return summarise<T & { readonly [GROUP]: string }>(named, {
    x: x.column,
    y: y.column,
    group: GROUP,
    ...(unit === undefined ? {} : { unit }),
    geometric: y.scale === 'log' || y.scale === 'powers',
  });
}

const GROUP = 'name of the axis';

function checkTwins(
  rows: readonly object[],
  left: AxisOptions<string>,
  right: AxisOptions<string>,
): void {
  if (rows.length === 0) throw new UserError('There is nothing to draw: there are no rows.');
  if (left.title !== right.title) return;
  throw new UserError(
    `The two axes must be told apart, but both are called '${left.title}'. Give them titles.`,
  );
}
