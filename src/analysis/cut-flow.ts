import { unknownName, UserError } from '../errors.js';
import { type Junction, junctions, type WeightLayout } from '../models/junctions.js';
import { type Model, parameterSpecs } from '../models/model.js';
import { countedProducers, type FlowOptions } from './conservation.js';
import { type Saliency, tensorOf } from './saliency.js';

/**
 * Which hidden units are on the input's side of a cut, by junction: all of them, none (`output`), or
 * those that are 1 in a list of zeros and ones.
 */
export type Cut = Readonly<Record<string, 'input' | 'output' | ArrayLike<number>>>;

/**
 * The cut just before a junction: those before it are on the input's side, it and those after it on
 * the output's. `output` is the cut of the last weights.
 *
 * Inside a residual block whose shortcut is the identity there is none: the trunk goes on beside it.
 */
export function cutBefore(
  model: Model,
  junction: string,
  { mode = 'eval' }: Pick<FlowOptions, 'mode'> = {},
): Cut {
  const all = junctions(model, { mode });
  const place = all.findIndex(({ name }) => name === junction);
  if (place < 1) {
    const known = all.slice(1).map(({ name }) => name);
    throw unknownName('hidden junction of the model', junction, known);
  }
  return Object.fromEntries(
    all
      .map(({ name, kind }, i) => [name, kind, i < place ? 'input' : 'output'] as const)
      .filter(([, kind]) => kind === 'hidden')
      .map(([name, , side]) => [name, side]),
  );
}

/**
 * The synaptic saliency that flows across a cut, from the input's side to the output's (Tanaka et al.
 * 2020, theorem 2): the sum of S over the weights that lead across.
 *
 * Any cut that separates input from output will do, one that mixes layers too. With `biases` (true when
 * left out) it counts also what enters on the output's side by biases, shifts and running means
 * and, in `train` mode, by scales; then every cut has the same flow, <dR/dy, y> for outputs y. In
 * `train` mode that holds up to the epsilon of normalisations.
 *
 * Throws a `UserError` if the cut leaves out a hidden junction, or if a weight leads back across it.
 */
export function cutFlow(
  model: Model,
  saliency: Saliency,
  cut: Cut,
  { biases = true, mode = 'eval' }: FlowOptions = {},
): number {
  const all = junctions(model, { mode });
  checkNames(all, cut);
  const sides = new Map(all.map((junction) => [junction, sideOf(junction, cut)]));
  const fedBy = new Map(
    all.flatMap((junction) => junction.producers.map((p) => [p.parameter, junction] as const)),
  );
  const sizes = new Map(parameterSpecs(model).map(({ name, size }) => [name, size]));
  const values = (name: string): Float32Array | Float64Array =>
    tensorOf(saliency, name, sizes.get(name)!, 'saliencies');
  let flow = 0;
  for (const junction of all) {
    const side = sides.get(junction)!;
    for (const weight of junction.consumers) {
      const target = fedBy.get(weight.parameter)!;
      checkDirection(weight, [junction, side], [target, sides.get(target)!]);
      flow += across(values(weight.parameter), weight, side, sides.get(target)!);
    }
    const weights = junction.producers.filter(({ role }) => role === 'weight');
    const others = countedProducers(junction, saliency, { biases, mode }).filter(
      (parameter) => !weights.some((weight) => weight.parameter === parameter),
    );
    for (const parameter of others) flow += entering(values(parameter), side);
  }
  return flow;
}

/** For each unit, 1 if it is on the input's side. */
function sideOf({ name, kind, units }: Junction, cut: Cut): Uint8Array {
  const side = kind === 'hidden' ? cut[name] : kind;
  if (side === 'input' || side === 'output') return new Uint8Array(units).fill(+(side === 'input'));
  const given = Array.from(side);
  if (given.length !== units || given.some((value) => value !== 0 && value !== 1)) {
    throw new UserError(
      `The cut has ${given.length} entries for '${name}', but a 0 or a 1 for each of its ${units} ` +
        "units is needed. Give 'input' or 'output' for all of them.",
    );
  }
  return Uint8Array.from(given);
}

function checkNames(all: readonly Junction[], cut: Cut): void {
  const hidden = all.filter(({ kind }) => kind === 'hidden').map(({ name }) => name);
  const unknown = Object.keys(cut).find((name) => !hidden.includes(name));
  if (unknown !== undefined) throw unknownName('hidden junction of the model', unknown, hidden);
  const missing = hidden.filter((name) => !(name in cut));
  if (missing.length === 0) return;
  throw new UserError(
    `The cut does not say on which side the units of ${missing.join(', ')} are. ` +
      "Give 'input', 'output' or a 0 or 1 for each unit.",
  );
}

/** Calls `visit` with the index of a weight's first entry for each pair of an input and an output. */
function visitPairs(
  { outputs, inputs, kernelArea, groups }: WeightLayout,
  visit: (start: number, input: number, output: number) => void,
): void {
  const perGroup = inputs / groups;
  for (let start = 0, output = 0; output < outputs; output++) {
    const first = Math.floor((output * groups) / outputs) * perGroup;
    for (let input = first; input < first + perGroup; input++, start += kernelArea) {
      visit(start, input, output);
    }
  }
}

function checkDirection(
  weight: WeightLayout,
  [source, from]: readonly [Junction, Uint8Array],
  [target, to]: readonly [Junction, Uint8Array],
): void {
  if (!from.includes(0) || !to.includes(1)) return;
  visitPairs(weight, (_, input, output) => {
    if (from[unitOf(input, weight.inputs, from)] === 1) return;
    if (to[unitOf(output, weight.outputs, to)] === 0) return;
    throw new UserError(
      `This is no cut: '${weight.parameter}' leads from a unit of '${source.name}' on the output's ` +
        `side to a unit of '${target.name}' on the input's side. ` +
        'Put all that a unit of the input side reads on that side too.',
    );
  });
}

function across(
  values: ArrayLike<number>,
  weight: WeightLayout,
  from: Uint8Array,
  to: Uint8Array,
): number {
  if (!from.includes(1) || !to.includes(0)) return 0;
  let sum = 0;
  visitPairs(weight, (start, input, output) => {
    if (from[unitOf(input, weight.inputs, from)] === 0) return;
    if (to[unitOf(output, weight.outputs, to)] === 1) return;
    for (let i = start; i < start + weight.kernelArea; i++) sum += values[i];
  });
  return sum;
}

function entering(values: ArrayLike<number>, side: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    if (side[unitOf(i, values.length, side)] === 0) sum += values[i];
  }
  return sum;
}

function unitOf(index: number, count: number, side: Uint8Array): number {
  return Math.floor((index * side.length) / count);
}
