import assert from 'node:assert/strict';
import { pullback64 } from '../../../src/engine/float64/index.js';
import { type Rng, stream } from '../../../src/math/rng.js';
import type { Layer, Shape } from '../../../src/models/layer.js';
import { applyMask, type Mask } from '../../../src/models/mask.js';
import { inputSize, type Model, type Parameters } from '../../../src/models/model.js';
import {
  effectiveDensity,
  effectiveMask,
  firstCut,
  hasPath,
} from '../../../src/pruning/paths/connectivity.js';
import { drawParameters } from '../../engine/agreement.js';
import { randomMask } from '../../engine/wasm/examples.js';

const head = (units: number): Layer => ({ kind: 'dense', name: 'fc', units });

function recurrent(inputShape: Shape, units: number, before: readonly Layer[] = []): Model {
  const layers: Layer[] = [...before, { kind: 'gru', name: 'gru', units }, head(2)];
  return { name: `gru-${units} on ${inputShape.join('x')}`, inputShape, numClasses: 2, layers };
}

/** The mask of one column of pixels with the given weights only, as [row, column]. */
function sparse(
  units: number,
  weights: Readonly<Record<'input' | 'recurrent' | 'fc', readonly (readonly [number, number])[]>>,
): Mask {
  const bits = (rows: number, columns: number, on: readonly (readonly [number, number])[]) => {
    const all = new Uint8Array(rows * columns);
    for (const [row, column] of on) all[row * columns + column] = 1;
    return all;
  };
  return {
    'gru.input.weight': bits(3 * units, 1, weights.input),
    'gru.recurrent.weight': bits(3 * units, units, weights.recurrent),
    'fc.weight': bits(2, units, weights.fc),
  };
}

describe('paths through a GRU', () => {
  const [a, b, c] = [0, 1, 2];
  const [r, z, n] = [0, 3, 6]; // the first row of each gate
  const chain = [
    [n + b, a],
    [r + c, b],
  ] as const;
  const weights = { input: [[z + a, 0]], recurrent: chain, fc: [[0, c]] } as const;

  it('go through any gate, one step a row', () => {
    const mask = sparse(3, weights);
    const tall = recurrent([1, 3, 1], 3);
    assert.deepEqual(effectiveMask(tall, mask), mask);
    assert.equal(effectiveDensity(tall, mask), 4 / (9 + 27 + 6));
    assert.deepEqual(firstCut(tall, mask), []);
    const low = recurrent([1, 2, 1], 3); // a and b are reached, c is not
    assert.equal(hasPath(low, mask), false);
    assert.deepEqual(firstCut(low, mask), ['fc.weight']);
    assert.equal(effectiveDensity(low, mask), 0);
  });

  it('may wait, and go round if there are rows enough', () => {
    const round = sparse(3, { ...weights, recurrent: [...chain, [n + a, a], [z + a, c]] });
    const without = (...loops: readonly (readonly [number, number])[]): Mask =>
      sparse(3, { ...weights, recurrent: [...chain, ...loops] });
    const at = (rows: number): Mask => effectiveMask(recurrent([1, rows, 1], 3), round);
    assert.deepEqual(at(3), without());
    assert.deepEqual(at(4), without([n + a, a])); // x a a b c
    assert.deepEqual(at(5), without([n + a, a]));
    assert.deepEqual(at(6), round); // x a b c a b c
    assert.deepEqual(at(28), round);
  });

  it('end at units that nothing reads, and start at none that nothing feeds', () => {
    const idle = sparse(3, {
      input: [[n + a, 0]],
      recurrent: [
        [n + b, a],
        [n + a, c],
      ],
      fc: [[1, a]],
    });
    const used = sparse(3, { input: [[n + a, 0]], recurrent: [], fc: [[1, a]] });
    assert.deepEqual(effectiveMask(recurrent([1, 5, 1], 3), idle), used);
  });

  it('are cut at the weight of the input', () => {
    const mask = sparse(3, { ...weights, input: [] });
    assert.deepEqual(firstCut(recurrent([1, 3, 1], 3), mask), ['gru.input.weight']);
  });

  const conv: Layer = { kind: 'conv2d', name: 'conv', channels: 3, kernel: 1 };
  for (const model of [
    recurrent([2, 3, 2], 3),
    recurrent([1, 2, 3], 4),
    recurrent([3, 1, 1], 2),
    recurrent([2, 4, 1], 4, [conv, { kind: 'tanh' }]),
  ]) {
    it(`are those that carry a gradient in double precision: ${model.name}`, () => {
      const rng = stream(3, model.name);
      const found = new Set<boolean>();
      for (let i = 0; i < 40; i++) {
        const mask = randomMask(model, 0.1 + 0.4 * rng.uniform(), rng);
        const effective = effectiveMask(model, mask);
        assert.deepEqual(effective, byGradients(model, mask, rng));
        assert.deepEqual(effectiveMask(model, effective), effective);
        const path = hasPath(model, mask);
        assert.equal(path, carries(model, applyMask(drawParameters(model, rng), mask), rng));
        assert.equal(path, effectiveDensity(model, mask) > 0);
        found.add(path);
      }
      assert.equal(found.size, 2, 'some nets with a path and some without');
    });
  }
});

/** Whether the outputs depend on the inputs. */
function carries(model: Model, parameters: Parameters, rng: Rng): boolean {
  const normals = (length: number) => Float64Array.from({ length }, () => rng.normal());
  const [x, upstream] = [normals(inputSize(model)), normals(model.numClasses)];
  return pullback64(model, parameters, x, upstream, 1).inputGradient.some((g) => g !== 0);
}

/** Which weights carry something from the inputs to the outputs when all must go through them. */
function byGradients(model: Model, mask: Mask, rng: Rng): Mask {
  const parameters = applyMask(drawParameters(model, rng), mask);
  const throughOne = (name: string, weight: number): boolean => {
    if (name === 'gru.recurrent.weight') {
      return carries(twofold(model), split(parameters, weight), rng);
    }
    const alone = parameters[name].map((w, i) => (i === weight ? w : 0));
    return carries(model, { ...parameters, [name]: alone }, rng);
  };
  return Object.fromEntries(
    Object.entries(mask).map(([name, bits]) => [
      name,
      bits.map((bit, i) => (bit === 1 && throughOne(name, i) ? 1 : 0)),
    ]),
  );
}

/** A model with twice the units in its GRU. */
function twofold(model: Model): Model {
  const doubled = (layer: Layer): Layer =>
    layer.kind === 'gru' ? { ...layer, units: 2 * layer.units } : layer;
  return { ...model, layers: model.layers.map(doubled) };
}

/**
 * Two copies of a GRU: the first reads the input, the head reads the second, and `weight` of the
 * recurrent weights alone leads from one to the other.
 */
function split(parameters: Parameters, weight: number): Parameters {
  const recurrent = parameters['gru.recurrent.weight'];
  const units = Math.sqrt(recurrent.length / 3);
  const across = (row: number, column: number): number =>
    row * units + column === weight ? recurrent[weight] : 0;
  /** Each gate of a parameter with both copies of its rows; `second` says what is in the other. */
  const gates = (
    name: string,
    columns: number,
    first: (values: readonly number[]) => readonly number[],
    second: (values: readonly number[], row: number) => readonly number[],
  ): Float32Array => {
    const all = Array.from(parameters[name]);
    const row = (i: number): number[] => all.slice(i * columns, (i + 1) * columns);
    const rows = [0, 1, 2].flatMap((gate) => {
      const own = Array.from({ length: units }, (_, u) => gate * units + u);
      return [...own.map((i) => first(row(i))), ...own.map((i) => second(row(i), i))];
    });
    return Float32Array.from(rows.flat());
  };
  const inputs = parameters['gru.input.weight'].length / (3 * units);
  const zeros = new Array<number>(units).fill(0);
  const same = (values: readonly number[]) => values;
  const fc = Array.from(parameters['fc.weight']);
  return {
    ...parameters,
    'gru.input.weight': gates('gru.input.weight', inputs, same, (values) => values.map(() => 0)),
    'gru.recurrent.weight': gates(
      'gru.recurrent.weight',
      units,
      (values) => [...values, ...zeros],
      (values, i) => [...values.map((_, j) => across(i, j)), ...values],
    ),
    'gru.input.bias': gates('gru.input.bias', 1, same, same),
    'gru.recurrent.bias': gates('gru.recurrent.bias', 1, same, same),
    'fc.weight': Float32Array.from(
      [0, units].flatMap((o) => [...zeros, ...fc.slice(o, o + units)]),
    ),
  };
}
