import assert from 'node:assert/strict';
import { lossGradients64 } from '../../../src/engine/float64/gradients.js';
import { crossEntropy, meanSquaredError } from '../../../src/engine/loss.js';
import { UserError } from '../../../src/errors.js';
import { assertClose, assertNumbersClose } from '../../support/close.js';
import { goldenConv, goldenMlp } from '../../support/synflow-nets.js';
import { assertTensorsClose } from '../agreement.js';

const { model, parameters, data, examples } = goldenMlp;

describe('gradients of the mean loss in double precision', () => {
  it("are PyTorch's for an MLP, whatever the batches", () => {
    for (const batchSize of [32, 100, 7, 1]) {
      const options = { batchSize };
      const { loss, gradients } = lossGradients64(model, parameters, goldenMlp, options);
      assertClose(loss, 1.766007368, 1e-9);
      assertNumbersClose(gradients, goldenMlp.theirs.gradient, 1e-9, 1e-9);
      assert.deepEqual(Object.keys(gradients), Object.keys(parameters));
    }
  });

  for (const [mode, theirs] of [
    ['eval', goldenConv.theirs],
    ['train', goldenConv.theirs.trainMode],
  ] as const) {
    it(`are PyTorch's for a convolutional net in ${mode} mode`, () => {
      const options = { mode };
      const { model: conv, parameters: theta } = goldenConv;
      const { gradients } = lossGradients64(conv, theta, goldenConv, options);
      assertNumbersClose(gradients, theirs.gradient, 1e-9, 1e-9);
    });
  }

  it('are those of logits divided by the temperature', () => {
    const hot = lossGradients64(model, parameters, goldenMlp, { temperature: 4 });
    const divided = {
      ...parameters,
      'fc3.weight': Float64Array.from(parameters['fc3.weight'], (w) => w / 4),
      'fc3.bias': Float64Array.from(parameters['fc3.bias'], (b) => b / 4),
    };
    const { loss, gradients } = lossGradients64(model, divided, goldenMlp);
    assertClose(hot.loss, loss, 1e-14);
    const expected = Object.entries(gradients).map(([name, values]) => [
      name,
      values.map((g) => (name.startsWith('fc3') ? g / 4 : g)),
    ]);
    assertTensorsClose(hot.gradients, Object.fromEntries(expected) as typeof gradients, 1e-13);
  });

  it('weigh batches as the loss weighs its labels', () => {
    const loss = crossEntropy({ classWeights: [1, 2, 0.5, 3, 1] });
    const [whole, cut] = [32, 5].map((batchSize) =>
      lossGradients64(model, parameters, goldenMlp, { loss, batchSize }),
    );
    assertClose(cut.loss, whole.loss, 1e-14);
    assertTensorsClose(cut.gradients, whole.gradients, 1e-13);
    const squares = { loss: meanSquaredError() };
    const other = lossGradients64(model, parameters, goldenMlp, squares);
    assert.notEqual(other.loss, whole.loss);
  });

  it('refuse what makes no sense', () => {
    const refuses = (options: object, message: RegExp, chosen = examples): void => {
      const batch = { data, examples: chosen };
      assert.throws(
        () => lossGradients64(model, parameters, batch, options),
        (error: Error) => error instanceof UserError && message.test(error.message),
      );
    };
    refuses({ temperature: 0 }, /temperature must be above 0, but is 0/);
    refuses({ batchSize: 0 }, /batch size must be a positive integer, but is 0/);
    refuses({}, /no mean loss over no examples/, new Int32Array(0));
    refuses({}, /Example 32 .* does not exist/, Int32Array.of(32));
    refuses({ loss: crossEntropy({ classWeights: [1] }) }, /1 class weights/);
    const wide = { ...data, shape: [1, 2, 10] as const };
    assert.throws(
      () => lossGradients64(model, parameters, { examples, data: wide }),
      /takes \[1, 1, 20\]/,
    );
  });
});
