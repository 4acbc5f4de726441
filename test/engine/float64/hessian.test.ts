import assert from 'node:assert/strict';
import { lossGradients64 } from '../../../src/engine/float64/gradients.js';
import { hessianVector64 } from '../../../src/engine/float64/hessian.js';
import type { Doubles } from '../../../src/engine/float64/pass.js';
import { UserError } from '../../../src/errors.js';
import { stream } from '../../../src/math/rng.js';
import { assertTensorsClose } from '../agreement.js';
import { assertNumbersClose } from '../../support/close.js';
import { goldenConv, goldenMlp } from '../../support/synflow-nets.js';
import { normals } from './differences.js';

const { model, parameters } = goldenMlp;
const conv = goldenConv;
const temperature = 200;
const only = (tensors: Doubles, names: object): Doubles =>
  Object.fromEntries(Object.keys(names).map((name) => [name, tensors[name]]));

describe('Hessian-vector product in double precision', () => {
  it("is the official GraSP's H g for an MLP", () => {
    const expected = goldenMlp.theirs.hessianGradient;
    const { gradients } = lossGradients64(model, parameters, goldenMlp, { temperature });
    const direction = only(gradients, expected);
    for (const batchSize of [32, 10]) {
      const options = { temperature, batchSize };
      const found = hessianVector64(model, parameters, goldenMlp, direction, options);
      assertNumbersClose(found, expected, 1e-8, 1e-9);
      assert.deepEqual(Object.keys(found), Object.keys(parameters));
    }
  });

  for (const [mode, theirs] of [
    ['eval', goldenConv.theirs],
    ['train', goldenConv.theirs.trainMode],
  ] as const) {
    it(`is the official GraSP's H g for a convolutional net in ${mode} mode`, () => {
      const options = { mode, temperature };
      const expected = theirs.hessianGradient;
      const { gradients } = lossGradients64(conv.model, conv.parameters, conv, options);
      const direction = only(gradients, expected);
      const found = hessianVector64(conv.model, conv.parameters, conv, direction, options);
      assertNumbersClose(found, expected, 1e-8, 1e-9);
    });
  }

  it("is the official GraSP's H g where the means of unequal batches are summed", () => {
    const { sizes, hessianGradient: expected } = goldenConv.theirs.twoBatches;
    const [batchSize] = sizes;
    const options = { temperature, batchSize, batches: 'summed' } as const;
    const { gradients } = lossGradients64(conv.model, conv.parameters, conv, options);
    const direction = only(gradients, expected);
    const found = hessianVector64(conv.model, conv.parameters, conv, direction, options);
    assertNumbersClose(found, expected, 1e-8, 1e-9);
  });

  const rng = stream(1, 'hessian64');
  const drawn = () =>
    Object.fromEntries(
      Object.entries(parameters).map(([name, { length }]) => [name, normals(length, rng)]),
    );
  const product = (direction: Doubles, step?: number) =>
    hessianVector64(model, parameters, goldenMlp, direction, step ? { step } : {});

  it('is linear and symmetric, and the same for any step that is small', () => {
    const [u, v] = [drawn(), drawn()];
    const dot = (a: Doubles, b: Doubles): number =>
      Object.keys(a).reduce((sum, key) => a[key].reduce((s, x, i) => s + x * b[key][i], sum), 0);
    const [hu, hv] = [product(u), product(v)];
    assert.ok(Math.abs(dot(u, hv) - dot(v, hu)) < 1e-8 * Math.abs(dot(u, hu)));
    const scaled = Object.entries(u).map(([name, x]) => [name, x.map((value) => 1e6 * value)]);
    const expected = Object.entries(hu).map(([name, x]) => [name, x.map((value) => 1e6 * value)]);
    assertTensorsClose(
      product(Object.fromEntries(scaled) as Doubles),
      Object.fromEntries(expected) as Doubles,
      1e-8,
    );
    // Held, no ReLU switches however far the points are from each other.
    assertTensorsClose(product(u, 1e-4), hu, 1e-5);
  });

  it('takes parameters that the direction does not name to stand still', () => {
    const bias = { 'fc3.bias': normals(5, rng) };
    const zeros = Object.entries(parameters).map(([name, { length }]) => [
      name,
      new Float64Array(length),
    ]);
    const all = { ...(Object.fromEntries(zeros) as Doubles), ...bias };
    assertTensorsClose(product(bias), product(all), 1e-8);
    for (const values of Object.values(product({}))) assert.ok(values.every((x) => x === 0));
  });

  it('refuses a direction that does not fit', () => {
    const refuses = (direction: Doubles, message: RegExp): void => {
      assert.throws(
        () => product(direction),
        (error: Error) => error instanceof UserError && message.test(error.message),
      );
    };
    refuses({ 'fc2.weight': normals(3, rng) }, /3 values for 'fc2\.weight', but .* 192/);
    refuses({ 'fc9.weight': normals(3, rng) }, /'fc9\.weight', but .* has none/);
  });
});
