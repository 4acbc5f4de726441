import assert from 'node:assert/strict';
import {
  formatEffect,
  formatInterval,
  formatP,
  statedP,
  formatThreshold,
} from '../../src/replication/format.js';

describe('format', () => {
  it('writes percentage points with two decimals', () => {
    assert.equal(formatEffect(0.4249, 'pp'), '+0.42 pp');
    assert.equal(formatEffect(-1.5, 'pp'), '−1.50 pp');
    assert.equal(formatInterval([-0.1, 12.345], 'pp'), '[−0.10, 12.35]');
  });

  it('writes a logarithm of a ratio as a factor too', () => {
    assert.equal(formatEffect(Math.log(2.51), 'ln ratio'), '+0.92 (2.51×)');
    assert.equal(formatEffect(Math.log(0.5), 'ln ratio'), '−0.69 (0.50×)');
    assert.equal(formatInterval([0.5, 1], 'ln ratio'), '[0.50, 1.00]');
  });

  it('writes other units to three digits', () => {
    assert.equal(formatEffect(0.012345, ''), '+0.0123');
    assert.equal(formatEffect(-1234.5, 'steps'), '−1230 steps');
    assert.equal(formatInterval([0, 0.123456], ''), '[0, 0.123]');
    assert.equal(formatEffect(1.5e-7, ''), '+1.5e-7');
  });

  it('has no negative zero and no plus before nothing', () => {
    assert.equal(formatEffect(-0.001, 'pp'), '0.00 pp');
    assert.equal(formatEffect(0.001, 'pp'), '0.00 pp');
    assert.equal(formatEffect(0, ''), '0');
  });

  it('gives a share no plus, which is no change', () => {
    assert.equal(formatEffect(87.5, '% of seeds'), '87.5 % of seeds');
    assert.equal(formatEffect(12, '%'), '+12 %');
  });

  it('writes what no number is known for', () => {
    assert.equal(formatInterval([-Infinity, Infinity], 'pp'), '[−∞, ∞]');
  });

  it('keeps thresholds as they were fixed', () => {
    assert.equal(formatThreshold(0.1, 'pp'), '0.1 pp');
    assert.equal(formatThreshold(0.125, 'ln ratio'), '0.125');
    assert.equal(formatThreshold(3, ''), '3');
  });

  it('writes p to three decimals', () => {
    assert.equal(formatP(0.03125), '0.031');
    assert.equal(formatP(0.0009), '< 0.001');
    assert.equal(formatP(0.99999), '1');
    assert.deepEqual([statedP(0.03125), statedP(0.0009)], ['p = 0.031', 'p < 0.001']);
    assert.equal(formatP(null), '–');
  });
});
