import assert from 'node:assert/strict';
import type { Config } from '../../../src/experiment/experiment.js';
import { completeConfig, runId } from '../../../src/experiment/run-id.js';
import { conservation } from '../../../src/experiments/at-init/conservation.js';

const base = { dataset: 'glyphs-14', model: 'mlp-20-20' };
const idOf = (config: Config): string => runId(conservation, { ...base, ...config });
const costOf = (config: Config): number =>
  conservation.cost(completeConfig(conservation, { ...base, ...config }));

describe('the config of conservation', () => {
  it('has one name whatever cannot matter', () => {
    assert.equal(idOf({ scorer: 'snip', scoringSize: 5 }), idOf({}), 'only scores have a scorer');
    assert.equal(idOf({ iterations: 9, schedule: 'linear', scope: 'layerwise' }), idOf({}));
    const scores = { saliency: 'scores' };
    assert.equal(
      idOf({ ...scores, scorer: 'snip', iterations: 9 }),
      idOf({ ...scores, scorer: 'snip' }),
    );
    assert.notEqual(idOf({ ...scores, scorer: 'snip' }), idOf({ ...scores, scorer: 'grasp' }));
    assert.notEqual(idOf({ precision: 'float64' }), idOf({}));
    assert.notEqual(idOf({ precision: 'float64', mode: 'train' }), idOf({ precision: 'float64' }));
  });

  it('costs more in doubles', () => {
    assert.ok(costOf({ precision: 'float64' }) > costOf({}));
  });

  for (const [what, config, message] of [
    ['another saliency', { saliency: 'synflw' }, /no saliency 'synflw'\. Did you mean 'synflow'/],
    ['another mode', { mode: 'trian' }, /no mode 'trian'\. Did you mean 'train'/],
    ['another precision', { precision: 'float16' }, /no precision 'float16'\. Did you mean/],
    ['half a unit', { units: 0.5 }, /'units' must be a whole number, 0 or more, but is 0.5/],
    [
      'scores in doubles',
      { saliency: 'scores', precision: 'float64' },
      /'precision' must be 'float32' for scores, but is float64/,
    ],
    [
      'other flows in floats',
      { saliency: 'linear' },
      /'precision' must be 'float64' for linear, but is float32/,
    ],
    [
      'batch statistics in floats',
      { mode: 'train' },
      /'precision' must be 'float64' in mode train, but is float32/,
    ],
    ['a GRU', { model: 'gru-8' }, /Flow is not conserved in 'gru', a GRU/],
    ['an unknown scorer', { scorer: 'synflo' }, /no scorer 'synflo'\. Did you mean 'synflow'/],
  ] as const) {
    it(`rejects ${what} before any work`, () => {
      assert.throws(() => idOf(config), { name: 'UserError', message });
    });
  }
});
