import assert from 'node:assert/strict';
import { lossGradients64 } from '../../../src/engine/float64/gradients.js';
import { crossEntropy, meanSquaredError } from '../../../src/engine/loss.js';
import { UserError } from '../../../src/errors.js';
import {
  assertNumbersClose,
  golden,
  goldenData,
  goldenExamples,
  goldenModel,
  goldenParameters,
} from '../evidence/golden.js';
import { assertClose } from '../../support/close.js';
import { assertTensorsClose } from '../agreement.js';
import { convExamples, convGolden, convModel, convParameters } from './golden-conv.js';

const examples = { data: goldenData, examples: goldenExamples };

describe('gradients of the mean loss in double precision', () => {
  it("are PyTorch's for an MLP, whatever the batches", () => {
    for (const batchSize of [32, 100, 7, 1]) {
      const options = { batchSize };
      const { loss, gradients } = lossGradients64(goldenModel, goldenParameters, examples, options);
      assertClose(loss, 1.766007368, 1e-9);
      assertNumbersClose(gradients, golden.gradient, 1e-9, 1e-9);
      assert.deepEqual(Object.keys(gradients), Object.keys(goldenParameters));
    }
  });

  for (const mode of ['eval', 'train'] as const) {
    it(`are PyTorch's for a convolutional net in ${mode} mode`, () => {
      const options = { mode };
      const { gradients } = lossGradients64(convModel, convParameters, convExamples, options);
      assertNumbersClose(gradients, convGolden[mode].gradient, 1e-9, 1e-9);
    });
  }

  it('are those of logits divided by the temperature', () => {
    const hot = lossGradients64(goldenModel, goldenParameters, examples, { temperature: 4 });
    const divided = {
      ...goldenParameters,
      'fc3.weight': Float64Array.from(goldenParameters['fc3.weight'], (w) => w / 4),
      'fc3.bias': Float64Array.from(goldenParameters['fc3.bias'], (b) => b / 4),
    };
    const { loss, gradients } = lossGradients64(goldenModel, divided, examples);
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
      lossGradients64(goldenModel, goldenParameters, examples, { loss, batchSize }),
    );
    assertClose(cut.loss, whole.loss, 1e-14);
    assertTensorsClose(cut.gradients, whole.gradients, 1e-13);
    const squares = { loss: meanSquaredError() };
    const other = lossGradients64(goldenModel, goldenParameters, examples, squares);
    assert.notEqual(other.loss, whole.loss);
  });

  it('refuse what makes no sense', () => {
    const refuses = (options: object, message: RegExp, chosen = goldenExamples): void => {
      const batch = { data: goldenData, examples: chosen };
      assert.throws(
        () => lossGradients64(goldenModel, goldenParameters, batch, options),
        (error: Error) => error instanceof UserError && message.test(error.message),
      );
    };
    refuses({ temperature: 0 }, /temperature must be above 0, but is 0/);
    refuses({ batchSize: 0 }, /batch size must be a positive integer, but is 0/);
    refuses({}, /no mean loss over no examples/, new Int32Array(0));
    refuses({}, /Example 32 .* does not exist/, Int32Array.of(32));
    refuses({ loss: crossEntropy({ classWeights: [1] }) }, /1 class weights/);
    const wide = { ...goldenData, shape: [1, 2, 10] as const };
    assert.throws(
      () => lossGradients64(goldenModel, goldenParameters, { ...examples, data: wide }),
      /takes \[1, 1, 20\]/,
    );
  });
});
