import { UserError } from '../errors.js';

/** What an axis shows and how. */
export interface AxisOptions<C extends string> {
  readonly column: C;
  /** With the unit, for example `Test accuracy (%)`. */
  readonly title: string;
  readonly scale?: 'linear' | 'log';
  /** Large values first, as density is drawn while a net is pruned. */
  readonly decreasing?: boolean;
  /** The values are fractions, shown as percentages. */
  readonly percent?: boolean;
  /** The largest value there can be, for example 100 for a percentage; linear axes only. */
  readonly max?: number;
}

/** The Vega-Lite scale and axis for `options`, over the values that will be drawn. */
export function axisOf(options: AxisOptions<string>, values: readonly number[]) {
  const { column, title, scale = 'linear', decreasing = false, percent = false, max } = options;
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
      axis: { ...labels, tickCount: 6 },
    };
  }
  const smallest = Math.min(...values);
  if (smallest <= 0) {
    throw new UserError(
      `A logarithmic axis needs values above 0, but '${column}' has ${smallest}. Use a linear one.`,
    );
  }
  const ticks = logTicks(smallest, Math.max(...values));
  return {
    title,
    scale: { type: 'log' as const, nice: false, reverse: decreasing, padding: 12 },
    axis: { ...labels, values: ticks, labelOverlap: 'greedy' as const },
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
  return inside.length >= 3 ? inside : [...new Set([low, ...inside, high])];
}
