import assert from 'node:assert/strict';
import { applyMask, type Mask } from '../../../src/models/mask.js';
import { type Model, type Parameters, prunableSpecs } from '../../../src/models/model.js';
import { scoreUnderMask } from '../../../src/pruning/evidence.js';
import type { Scores } from '../../../src/pruning/scorer.js';
import { type GraspOptions, makeGrasp } from '../../../src/pruning/scores/grasp.js';
import { type Doubles, referencePass, toDoubles } from '../../engine/wasm/reference.js';
import { assertNumbersClose } from '../../support/close.js';
import { goldenMlp } from '../../support/synflow-nets.js';
import { evidenceOf } from '../synflow-golden.js';

const { model, parameters, data, examples } = goldenMlp;
const inputs = Array.from(examples, (i) =>
  Float64Array.from(data.images.subarray(20 * i, 20 * i + 20)),
);
const dense: Mask = Object.fromEntries(
  prunableSpecs(model).map(({ name, size }) => [name, new Uint8Array(size).fill(1)]),
);
const holey: Mask = Object.fromEntries(
  Object.entries(dense).map(([name, bits]) => [name, bits.map((_, i) => (i % 4 === 1 ? 0 : 1))]),
);

function scoresOf(options: GraspOptions, mask = dense, net = { model, parameters }): Scores {
  const evidence = evidenceOf({ ...goldenMlp, ...net });
  const scores = scoreUnderMask(net.model, makeGrasp(options), { ...net, mask }, evidence);
  const afterwards = evidence.network.parameters();
  assert.deepEqual(afterwards, applyMask(net.parameters, mask), 'it leaves m * theta');
  evidence.network.dispose();
  return scores;
}

/** theta (H g) of a smooth net in double precision, by tiny differences. */
function exact(net: Model, theta: Parameters, mask: Mask, temperature: number): Scores {
  const heat = (values: Doubles): Doubles =>
    Object.fromEntries(
      Object.entries(values).map(([name, v]) => [
        name,
        name.startsWith('fc3.') ? v.map((value) => value / temperature) : v,
      ]),
    );
  const gradientsAt = (point: Doubles): Doubles =>
    heat(referencePass(net.layers, heat(point), inputs, data.labels).gradients);
  const origin = toDoubles(applyMask(theta, mask));
  const g = gradientsAt(origin);
  const at = (step: number): Doubles =>
    gradientsAt(
      Object.fromEntries(
        Object.entries(origin).map(([name, values]) => {
          const bits = mask[name];
          return [name, values.map((w, i) => w + (bits?.[i] ? step * g[name][i] : 0))];
        }),
      ),
    );
  const size = Math.hypot(...Object.keys(mask).flatMap((name) => [...g[name]]));
  const step = 1e-5 / size;
  const [ahead, behind] = [at(step), at(-step)];
  return Object.fromEntries(
    Object.keys(mask).map((name) => [
      name,
      Float32Array.from(
        origin[name],
        (w, i) => (w * (ahead[name][i] - behind[name][i])) / (2 * step),
      ),
    ]),
  );
}

// test/pruning/synflow-golden.test.ts holds it against the numbers of the authors' code.
describe('GraSP', () => {
  const smooth: Model = {
    ...model,
    layers: model.layers.map((layer) => (layer.kind === 'relu' ? { kind: 'tanh' } : layer)),
  };
  for (const temperature of [200, 1]) {
    it(`is theta * (H g) with respect to the survivors, at temperature ${temperature}`, () => {
      const found = scoresOf({ temperature }, holey, { model: smooth, parameters });
      assertNumbersClose(found, exact(smooth, parameters, holey, temperature), 1e-2, 1e-4);
      const pruned = Object.entries(holey).flatMap(([name, bits]) =>
        [...found[name]].filter((_, i) => bits[i] === 0),
      );
      assert.ok(pruned.length > 100 && pruned.every((score) => score === 0));
    });
  }

  it('has a sign', () => {
    const scores = scoresOf({});
    const wangs = scores['fc1.weight'];
    assert.ok(wangs.some((s) => s > 0) && wangs.some((s) => s < 0));
    assert.deepEqual(
      scoresOf({ sign: -1 })['fc1.weight'],
      wangs.map((s) => -s),
    );
    assert.deepEqual(scoresOf({ sign: 'absolute' })['fc1.weight'], wangs.map(Math.abs));
  });

  it('says by its name how it differs from the official code', () => {
    const names = [
      makeGrasp(),
      makeGrasp({ mode: 'eval' }),
      makeGrasp({ sign: -1 }),
      makeGrasp({ sign: 'absolute', temperature: 1 }),
    ].map(({ name }) => name);
    assert.deepEqual(names, ['grasp', 'grasp-eval', 'grasp-inverted', 'grasp-absolute-t1']);
  });
});
