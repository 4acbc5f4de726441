import assert from 'node:assert/strict';
import fs from 'node:fs';
import { UserError } from '../../src/errors.js';
import { type LearningRate, learningRateAt } from '../../src/training/learning-rate.js';
import { assertClose } from '../support/close.js';

const golden = JSON.parse(fs.readFileSync('test/fixtures/nn-schedules.json', 'utf8')) as Record<
  string,
  number[]
>;

/** The rates of iterations 0 to total - 1, ten to an epoch. */
function rates(schedule: LearningRate, total: number): number[] {
  const span = { iterationsPerEpoch: 10, total };
  return Array.from({ length: total }, (_, i) => learningRateAt(schedule, i, span));
}

describe('learning rates', () => {
  for (const [name, course, steps] of [
    ['multistep [3,7] gamma .1', { kind: 'milestones', at: ['3it', '7it'], factor: 0.1 }, 12],
    ['step 4 gamma .5', { kind: 'exponential', every: '4it', factor: 0.5 }, 12],
    ['exponential .9', { kind: 'exponential', every: '1it', factor: 0.9 }, 12],
    ['cosine T_max 10 eta_min 0', { kind: 'cosine' }, 10],
  ] as const) {
    it(`agree with PyTorch's: ${name}`, () => {
      const actual = rates({ rate: 0.1, course }, steps);
      actual.forEach((rate, i) => assertClose(rate, golden[name][i], 1e-9));
    });
  }

  it('are constant unless told otherwise', () => {
    assert.deepEqual(rates({ rate: 0.3 }, 3), [0.3, 0.3, 0.3]);
  });

  it('know epochs', () => {
    const course = { kind: 'milestones', at: ['1ep', '2ep5it'], factor: 0.5 } as const;
    const actual = rates({ rate: 1, course }, 30);
    assert.deepEqual(
      [0, 9, 10, 24, 25, 29].map((i) => actual[i]),
      [1, 1, 0.5, 0.5, 0.25, 0.25],
    );
  });

  it('rise in a straight line, whatever comes after', () => {
    const at = ['3it', '6it'];
    const actual = rates(
      { rate: 1, warmup: '4it', course: { kind: 'milestones', at, factor: 0.5 } },
      8,
    );
    assert.deepEqual(actual, [0, 0.25, 0.5, 0.375, 0.5, 0.5, 0.25, 0.25]);
    const cosine = rates({ rate: 2, warmup: '1ep', course: { kind: 'cosine', floor: 0.1 } }, 110);
    assert.equal(cosine[5], 1);
    assert.equal(cosine[10], 2);
    assertClose(cosine[60], 1.1, 1e-12); // half way
  });

  it('fall along a cosine to 1e-12, and not further than its floor', () => {
    const span = { iterationsPerEpoch: 1, total: 1000 };
    for (let i = 0; i <= 1000; i++) {
      const rate = learningRateAt({ rate: 1, course: { kind: 'cosine', floor: 0.01 } }, i, span);
      const expected = 0.01 + (0.99 * (1 + Math.cos((Math.PI * i) / 1000))) / 2;
      assert.ok(Math.abs(rate - expected) < 1e-14);
    }
    const late = learningRateAt({ rate: 1, course: { kind: 'cosine', floor: 0.01 } }, 2000, span);
    assertClose(late, 0.01, 1e-12);
  });

  it('compute powers of many steps', () => {
    const course = { kind: 'exponential', every: '1it', factor: 0.999 } as const;
    const span = { iterationsPerEpoch: 1, total: 10000 };
    assertClose(learningRateAt({ rate: 1, course }, 9999, span), 0.999 ** 9999, 1e-11);
  });

  it('refuse steps that are none', () => {
    for (const every of ['0it', 'often']) {
      const course = { kind: 'exponential', every, factor: 0.5 } as const;
      assert.throws(() => rates({ rate: 1, course }, 2), UserError);
    }
  });
});
