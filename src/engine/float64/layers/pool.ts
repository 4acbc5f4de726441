import type { AveragePoolLayer, PoolLayer } from '../../../models/layer.js';
import type { Run } from '../pass.js';
import { type Span, type Windows, windowsOf } from './spans.js';

/** The largest value of every window; which one it is can be held. */
export const runMaxPool: Run<PoolLayer> = (layer, place, input, { choices }) => {
  const windows = windowsOf(layer, place);
  const area = place.input[1] * place.input[2];
  const windowsPerPlane = windows.lines.length * windows.columns.length;
  const planes = input.length / area;
  let chosen = choices.get(place.name);
  if (chosen === undefined) {
    chosen = new Int32Array(planes * windowsPerPlane);
    findLargest(windows, place.input[2], area, input, chosen);
    choices.set(place.name, chosen);
  }
  const from = chosen.map((at, i) => Math.floor(i / windowsPerPlane) * area + at);
  return {
    output: Float64Array.from(from, (at) => input[at]),
    back: (upstream) => {
      const inputGradient = new Float64Array(input.length);
      for (let i = 0; i < from.length; i++) inputGradient[from[i]] += upstream[i];
      return inputGradient;
    },
  };
};

/** The place in its plane of the first largest value of every window; a NaN is largest of all. */
function findLargest(
  windows: Windows,
  width: number,
  area: number,
  input: Float64Array,
  chosen: Int32Array,
): void {
  let i = 0;
  for (let plane = 0; plane < input.length; plane += area) {
    visitWindows(windows, (line, column) => {
      let best = line.from * width + column.from;
      for (let y = line.from; y < line.to; y++) {
        for (let at = y * width + column.from; at < y * width + column.to; at++) {
          const value = input[plane + at];
          if (value > input[plane + best] || Number.isNaN(value)) best = at;
        }
      }
      chosen[i++] = best;
    });
  }
}

/** The mean of every window. */
export const runAveragePool: Run<PoolLayer | AveragePoolLayer> = (layer, place, input) => {
  const windows = windowsOf(layer, place);
  const counts = layer.kind !== 'averagePool' || (layer.countPadding ?? true);
  const width = place.input[2];
  const area = place.input[1] * width;

  /** Calls `visit` with every output's place, and those and the weight of what it is the sum of. */
  const walk = (visit: (output: number, input: number, weight: number) => void): void => {
    let i = 0;
    for (let plane = 0; plane < input.length; plane += area) {
      visitWindows(windows, (line, column) => {
        const inside = (line.to - line.from) * (column.to - column.from);
        const weight = 1 / (counts ? line.padded * column.padded : inside);
        for (let y = line.from; y < line.to; y++) {
          const start = plane + y * width;
          for (let x = column.from; x < column.to; x++) visit(i, start + x, weight);
        }
        i++;
      });
    }
  };
  const planes = input.length / area;
  const output = new Float64Array(planes * windows.lines.length * windows.columns.length);
  walk((to, from, weight) => (output[to] += weight * input[from]));
  return {
    output,
    back: (upstream) => {
      const inputGradient = new Float64Array(input.length);
      walk((from, to, weight) => (inputGradient[to] += weight * upstream[from]));
      return inputGradient;
    },
  };
};

function visitWindows({ lines, columns }: Windows, visit: (line: Span, column: Span) => void) {
  for (const line of lines) for (const column of columns) visit(line, column);
}
