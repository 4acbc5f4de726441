import type { Dataset } from '../../data/dataset.js';
import { UserError } from '../../errors.js';
import type { Parameters } from '../../models/model.js';
import type { Gates, Network } from '../engine.js';
import { forEachBatch, type GradientOptions, type GradientSource } from './gradients.js';

/** What of a network Hessian-vector products need. */
export type HessianSource = GradientSource & Pick<Network, 'holdsGates'>;

export interface HessianOptions extends GradientOptions {
  /** How far to go along the direction, as a fraction of the parameters' norm; 3e-4 when left out. */
  readonly step?: number;
  /** Whether ReLUs and max pools stay as they are at the point, or may switch; `held` when left out. */
  readonly gates?: 'held' | 'free';
}

/**
 * H v, with H the Hessian of the mean loss over `examples` and v the `direction`: the trainable
 * parameters it names, zero elsewhere. The result covers all trainable parameters.
 *
 * Hv = [g(theta + e v) - g(theta - e v)] / 2e, with e = step ||theta|| / ||v|| over the parameters
 * named; exact to e^2. The network has its parameters back afterwards, but its optimiser has
 * forgotten its averages.
 *
 * ReLUs and max pools are held as they are at theta, batch by batch, as automatic differentiation
 * takes them; so the network must be compiled with `holdGates`. Measured with the wasm engine and
 * v = g, relative to ||Hv||, against double precision: LeNet-300-100 at its initialisation, 100
 * examples, errs by 4e-5, 4e-4 and 4e-3 at steps 1e-4, 3e-4 and 1e-3, and by 1.5e-4, 5e-5 and 1.5e-5
 * with logits divided by 200, as GraSP has them (see `heated`), where rounding is what errs; the
 * official GraSP's product for a convolutional net with batch norm, in both modes, by 5e-4, 1.5e-4 and
 * 5e-5. With `gates: 'free'` each ReLU that switches adds the jump of the gradient divided by 2e: the
 * errors for LeNet are then 1.4, 0.9 and 0.5, and 14, 11 and 7, which is useless.
 */
export function hessianVectorProduct(
  network: HessianSource,
  data: Dataset,
  examples: Int32Array,
  direction: Parameters,
  { step = 3e-4, mode = 'eval', batches = 'averaged', gates = 'held' }: HessianOptions = {},
): Parameters {
  checkGatesOf(network, gates);
  const origin = network.parameters();
  checkDirection(network, origin, direction);
  const length = norm(Object.values(direction));
  const around = norm(Object.keys(direction).map((name) => origin[name]));
  const distance = length === 0 ? 1 : (step * (around === 0 ? 1 : around)) / length;
  const ahead = moved(origin, direction, distance);
  const behind = moved(origin, direction, -distance);
  const sums: Record<string, Float64Array> = {};
  try {
    forEachBatch(network, examples, batches, (start, count, share) => {
      const gradientsAt = (point: Parameters, how: Gates): Parameters => {
        network.load(point);
        return network.gradients(data, examples, start, count, mode, how);
      };
      if (gates === 'held') gradientsAt(origin, 'record');
      const after = gradientsAt(ahead, gates);
      const before = gradientsAt(behind, gates);
      const factor = share / (2 * distance);
      for (const [name, g] of Object.entries(after)) {
        const sum = (sums[name] ??= new Float64Array(g.length));
        const other = before[name];
        for (let i = 0; i < g.length; i++) sum[i] += factor * (g[i] - other[i]);
      }
    });
  } finally {
    network.load(origin);
  }
  return Object.fromEntries(
    Object.entries(sums).map(([name, sum]) => [name, Float32Array.from(sum)]),
  );
}

function checkGatesOf({ model, holdsGates }: HessianSource, gates: 'held' | 'free'): void {
  if (gates === 'free' || holdsGates) return;
  throw new UserError(
    `A Hessian-vector product holds ReLUs and max pools as they are; for that, compile ` +
      `${model.name} with holdGates: true. With gates: 'free' they may switch, which falsifies it.`,
  );
}

function checkDirection({ model }: HessianSource, origin: Parameters, direction: Parameters): void {
  const stray = Object.keys(direction).find((n) => direction[n].length !== origin[n]?.length);
  if (stray === undefined) return;
  throw new UserError(
    `The direction of a Hessian-vector product has ${direction[stray].length} values for ` +
      `'${stray}', but ${model.name} has ${origin[stray]?.length ?? 'none'}.`,
  );
}

function moved(origin: Parameters, direction: Parameters, factor: number): Parameters {
  return Object.fromEntries(
    Object.entries(origin).map(([name, values]) => {
      const along = direction[name];
      return [name, along === undefined ? values : values.map((w, i) => w + factor * along[i])];
    }),
  );
}

/** The Euclidean norm of all these values together. */
function norm(arrays: readonly Float32Array[]): number {
  let sum = 0;
  for (const values of arrays) for (const value of values) sum += value * value;
  return Math.sqrt(sum);
}
