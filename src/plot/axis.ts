import { UserError } from '../errors.js';
import { quantileOfSorted } from '../math/statistics.js';
import { labelsByValue, powerLabel, powersBetween, signedPowers } from './parts/powers.js';

/**
 * How values are spread along an axis.
 *
 * `log` has ticks at 1, 2, 5, 10, ...; `powers` is logarithmic too, with ticks at 1, 10, 100, 10³;
 * `symlog` is logarithmic on both sides of zero and linear close to it; over values that are all
 * above zero it is the same as `powers`.
 */
export type AxisScale = 'linear' | 'log' | 'powers' | 'symlog';

/** What an axis shows and how. */
export interface AxisOptions<C extends string> {
  readonly column: C;
  /** With the unit, for example `Test accuracy (%)`. */
  readonly title: string;
  readonly scale?: AxisScale;
  /** Large values first, as density is drawn while a net is pruned. */
  readonly decreasing?: boolean;
  /** The values are fractions, shown as percentages. */
  readonly percent?: boolean;
  /** The largest value there can be, for example 100 for a percentage; linear axes only. */
  readonly max?: number;
}

/** The Vega-Lite scale and axis for `options`, over the values that will be drawn. */
export function axisOf(options: AxisOptions<string>, values: readonly number[]) {
  const { title, decreasing = false, percent = false, max } = options;
  const scale = resolved(options.scale ?? 'linear', values);
  const labels = percent ? { labelExpr: "format(datum.value * 100, '.3~r') + ' %'" } : {};
  if (scale === 'linear') {
    return {
      title,
      scale: {
        type: 'linear' as const,
        zero: false,
        nice: true,
        reverse: decreasing,
        ...(max === undefined ? {} : { domainMax: max }),
      },
      axis: { ...(percent ? labels : briefly(values)), tickCount: 6 },
    };
  }
  if (scale === 'symlog') {
    const constant = linearBelow(values);
    return {
      title,
      scale: { type: 'symlog' as const, constant, nice: false, reverse: decreasing, padding: 12 },
      axis: tens(signedPowers(values, 10 * constant), labels),
    };
  }
  refuseZero(options, values);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const powers = scale === 'powers' ? powersBetween(low, high) : [];
  const ticks = logTicks(low, high);
  return {
    title,
    scale: { type: 'log' as const, nice: false, reverse: decreasing, padding: 12 },
    axis:
      scale === 'powers'
        ? tens(powers.length >= 2 ? powers : ticks, labels)
        : { ...labels, values: ticks, labelOverlap: 'greedy' as const },
  };
}

function resolved(scale: AxisScale, values: readonly number[]): AxisScale {
  return scale === 'symlog' && Math.min(...values) > 0 ? 'powers' : scale;
}

/** Long numbers are written as 2e+22. */
function briefly(values: readonly number[]) {
  return Math.max(...values.map(Math.abs)) < 1e7 ? {} : { format: '.2~g' };
}

function tens(ticks: readonly number[], labels: { readonly labelExpr?: string }) {
  const labelExpr = labelsByValue(new Map(ticks.map((tick) => [tick, powerLabel(tick)])));
  return { labelExpr, ...labels, values: [...ticks], labelOverlap: 'greedy' as const };
}

function refuseZero({ column }: AxisOptions<string>, values: readonly number[]): void {
  const smallest = Math.min(...values);
  if (smallest > 0) return;
  throw new UserError(
    `A logarithmic axis needs values above 0, but '${column}' has ${smallest}. Use a linear one.`,
  );
}

/** The power of ten that a tenth of the values (but for zeros) lie below; there symlog is linear. */
function linearBelow(values: readonly number[]): number {
  const sizes = values.map(Math.abs).filter((size) => size > 0);
  if (sizes.length === 0) return 1;
  const low = quantileOfSorted(
    sizes.sort((a, b) => a - b),
    0.1,
  );
  return Number(`1e${Math.floor(Math.log10(low))}`);
}

/** Where a value lies along an axis, in units of its own, and the value that lies there. */
export interface Ruler {
  to(value: number): number;
  from(position: number): number;
}

/** The ruler of a scale over the values that will be drawn. */
export function rulerOf(wanted: AxisScale, values: readonly number[]): Ruler {
  const scale = resolved(wanted, values);
  if (scale === 'linear') return { to: (value) => value, from: (position) => position };
  if (scale !== 'symlog') return { to: Math.log10, from: (position) => 10 ** position };
  const constant = linearBelow(values);
  return {
    to: (value) => Math.sign(value) * Math.log1p(Math.abs(value) / constant),
    from: (position) => Math.sign(position) * Math.expm1(Math.abs(position)) * constant,
  };
}

/** 1, 2, 5, 10, 20, ... between the ends; where that leaves fewer than three, the ends as well. */
export function logTicks(low: number, high: number): number[] {
  const ticks: number[] = [];
  const first = Math.floor(Math.log10(low));
  for (let power = first; power <= Math.ceil(Math.log10(high)); power++) {
    // Parsed from text, since 10 ** -3 * 5 is not 0.005 to the last bit.
    ticks.push(...[1, 2, 5].map((digit) => Number(`${digit}e${power}`)));
  }
  const inside = ticks.filter((tick) => tick >= low && tick <= high);
  if (inside.length >= 3) return inside;
  const [from, to] = [low, high].map((end) => Number(end.toPrecision(2)));
  return [...new Set([from, ...inside, to])];
}
