import { UserError } from '../../errors.js';
import { slope } from '../../math/correlation.js';
import { mean } from '../../math/statistics.js';
import { type AxisScale, type Ruler, rulerOf } from '../axis.js';
import { partition } from '../summarise.js';

/** A straight line in the units of the axes: on a logarithmic axis, of the decimal logarithm. */
export interface FittedLine {
  readonly slope: number;
  readonly intercept: number;
  /** Written in the panel; without it, the slope. */
  readonly label?: string;
  readonly group?: string;
  /** The panel it belongs to; without it, all. */
  readonly panel?: string;
}

export interface Point {
  readonly group: string;
  readonly x: number;
  readonly y: number;
}

/** The scales of the two axes a line is drawn in. */
export interface Scales {
  readonly x: AxisScale;
  readonly y: AxisScale;
}

/** The least-squares line of y on x for every group, in the units of the axes. */
export function leastSquares(points: readonly Point[], scales: Scales): FittedLine[] {
  const { x, y } = rulersOf(scales);
  return [...partition(points, (point) => point.group)].map(([group, members]) => {
    const xs = members.map((point) => x.to(point.x));
    const ys = members.map((point) => y.to(point.y));
    if (new Set(xs).size < 2) {
      throw new UserError(
        `A line needs points at two places on the x axis or more, but ` +
          `${group === '' ? 'there is' : `'${group}' has`} only one. Leave out the fit.`,
      );
    }
    const rise = slope(xs, ys);
    return { group, slope: rise, intercept: mean(ys) - rise * mean(xs) };
  });
}

/** What is written beside a fitted line. */
export function labelOf({ label, slope: rise }: FittedLine): string {
  return label ?? `slope ${rise.toFixed(2).replace('-', '−')}`;
}

/** The ends of a fitted line over the points of its group. */
export function endsOf(fit: FittedLine, points: readonly Point[], scales: Scales): Point[] {
  const { x, y } = rulersOf(scales);
  const own = points.filter(({ group }) => fit.group === undefined || group === fit.group);
  const xs = own.map((point) => point.x);
  return [Math.min(...xs), Math.max(...xs)].map((at) => ({
    group: fit.group ?? '',
    x: at,
    y: y.from(fit.intercept + fit.slope * x.to(at)),
  }));
}

function rulersOf(scales: Scales): Readonly<Record<'x' | 'y', Ruler>> {
  if (scales.x === 'symlog' || scales.y === 'symlog') {
    throw new UserError(
      `A line cannot be fitted on a 'symlog' axis, which is not of one kind throughout. ` +
        `Use 'linear', 'log' or 'powers', or leave out the fit.`,
    );
  }
  return { x: rulerOf(scales.x, []), y: rulerOf(scales.y, []) };
}
