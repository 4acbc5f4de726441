import { UserError } from '../errors.js';
import { pearson } from '../math/correlation.js';
import { type Junction, junctions, type WeightLayout } from '../models/junctions.js';
import { type Model, parameterSpecs } from '../models/model.js';
import { type Saliency, tensorOf } from './saliency.js';

export interface FlowOptions {
  /**
   * Whether biases, shifts and running means count as flowing in. True when left out; without them,
   * the flow into units that have any is not the flow out.
   */
  readonly biases?: boolean;
  /**
   * The mode that the saliency was taken in. In `train` mode a batch normalisation makes its output
   * independent of the scale of what comes in, which therefore has no flow; scale and shift bring
   * the whole flow, and count with it. `eval` when left out.
   */
  readonly mode?: 'eval' | 'train';
}

/** What flows into and out of every unit of a junction. */
export interface UnitFlows {
  /** See `Junction`. */
  readonly junction: string;
  /** Weights whose outputs are the units, and weights that read them. */
  readonly producers: readonly string[];
  readonly consumers: readonly string[];
  /** Layers because of which the flow is not conserved; see `Junction`. */
  readonly inhomogeneous: readonly string[];
  /** By unit. */
  readonly flowIn: Float64Array;
  readonly flowOut: Float64Array;
}

/**
 * The synaptic saliency that flows into and out of every hidden unit (Tanaka et al. 2020, theorem 1):
 *
 *     S_in = sum of S over the weights into a unit, + S of its biases = sum of S over its weights out
 *
 * A unit is a feature or a channel; in a residual trunk, all that adds to it and all that reads it
 * (see `Junction`). In `train` mode only junctions after a normalisation appear, and those without
 * one. The authors' code looks only at convolutions that follow each other.
 * Throws a `UserError` if the saliency lacks a parameter; running means may be left out while they are
 * zero.
 */
export function unitFlows(
  model: Model,
  saliency: Saliency,
  { biases = true, mode = 'eval' }: FlowOptions = {},
): UnitFlows[] {
  const sizes = new Map(parameterSpecs(model).map(({ name, size }) => [name, size]));
  return junctions(model, { mode })
    .filter(({ kind, consumers }) => kind === 'hidden' && consumers.length > 0)
    .map((junction) => {
      const { name, units, producers, consumers, inhomogeneous } = junction;
      const flowIn = new Float64Array(units);
      for (const parameter of countedProducers(junction, saliency, { biases, mode })) {
        addOutputs(tensorOf(saliency, parameter, sizes.get(parameter)!, 'saliencies'), flowIn);
      }
      const flowOut = new Float64Array(units);
      for (const weight of consumers) {
        const size = sizes.get(weight.parameter)!;
        addInputs(tensorOf(saliency, weight.parameter, size, 'saliencies'), weight, flowOut);
      }
      return {
        junction: name,
        producers: producers.filter(({ role }) => role === 'weight').map((p) => p.parameter),
        consumers: consumers.map(({ parameter }) => parameter),
        inhomogeneous,
        flowIn,
        flowOut,
      };
    });
}

/** The parameters through which flow enters the units of a junction. */
export function countedProducers(
  { producers }: Junction,
  saliency: Saliency,
  { biases, mode }: Required<FlowOptions>,
): string[] {
  return producers
    .filter(({ parameter, role }) => {
      if (role === 'weight') return true;
      if (role === 'scale') return mode === 'train';
      return biases && (role !== 'mean' || parameter in saliency);
    })
    .map(({ parameter }) => parameter);
}

/** Adds up the values of each unit, which lie one after the other. */
export function addOutputs(values: ArrayLike<number>, sums: Float64Array): void {
  const perUnit = values.length / sums.length;
  for (let i = 0, unit = 0; unit < sums.length; unit++) {
    let sum = 0;
    for (const end = i + perUnit; i < end; i++) sum += values[i];
    sums[unit] += sum;
  }
}

function addInputs(values: ArrayLike<number>, weight: WeightLayout, sums: Float64Array): void {
  const { outputs, inputs, kernelArea, groups } = weight;
  const perGroup = inputs / groups;
  const perUnit = inputs / sums.length;
  let i = 0;
  for (let output = 0; output < outputs; output++) {
    const first = Math.floor((output * groups) / outputs) * perGroup;
    for (let input = first; input < first + perGroup; input++) {
      let sum = 0;
      for (const end = i + kernelArea; i < end; i++) sum += values[i];
      sums[Math.floor(input / perUnit)] += sum;
    }
  }
}

/** How far flows are from being conserved. */
export interface ConservationError {
  /** Units that anything flows through. */
  readonly units: number;
  /** Units with exactly no flow in and none out, which are left out of everything else. */
  readonly silent: number;
  /** Of |in - out| / max(|in|, |out|, floor * the largest flow of all); 0 without units. */
  readonly max: number;
  readonly median: number;
  /** Pearson's, of in and out; undefined if all units have the same flow in. */
  readonly correlation: number | undefined;
}

/**
 * The relative differences between flow in and flow out, over all units of all junctions together.
 *
 * `floor` is the fraction of the largest flow below which a difference no longer counts in full;
 * 1e-6 when left out. In single precision a flow that is a small difference of large saliencies is
 * not known any better.
 */
export function conservationError(
  flows: readonly Pick<UnitFlows, 'flowIn' | 'flowOut'>[],
  { floor = 1e-6 }: { readonly floor?: number } = {},
): ConservationError {
  if (!(floor >= 0)) throw new UserError(`The floor must be 0 or a little more, but is ${floor}.`);
  const pairs = flows.flatMap(({ flowIn, flowOut }) =>
    Array.from(flowIn, (value, unit) => [value, flowOut[unit]] as const),
  );
  const live = pairs.filter(([a, b]) => a !== 0 || b !== 0);
  const size = ([a, b]: readonly [number, number]): number => Math.max(Math.abs(a), Math.abs(b));
  const least = floor * live.reduce((most, pair) => Math.max(most, size(pair)), 0);
  const errors = live
    .map((pair) => Math.abs(pair[0] - pair[1]) / Math.max(size(pair), least))
    .sort((a, b) => a - b);
  const [flowIn, flowOut] = [live.map(([a]) => a), live.map(([, b]) => b)];
  const middle = errors.length / 2;
  return {
    units: live.length,
    silent: pairs.length - live.length,
    max: errors.at(-1) ?? 0,
    median:
      live.length === 0 ? 0 : (errors[Math.ceil(middle) - 1] + errors[Math.floor(middle)]) / 2,
    correlation: flowIn.some((value) => value !== flowIn[0]) ? pearson(flowIn, flowOut) : undefined,
  };
}
