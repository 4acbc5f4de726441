import assert from 'node:assert/strict';
import { axisOf, logTicks, rulerOf } from '../../src/plot/axis.js';

describe('axis', () => {
  it('puts logarithmic ticks at 1, 2 and 5', () => {
    assert.deepEqual(logTicks(0.0185, 1), [0.02, 0.05, 0.1, 0.2, 0.5, 1]);
    assert.deepEqual(logTicks(30, 400), [50, 100, 200]);
  });

  it('adds the ends where few ticks lie between them', () => {
    assert.deepEqual(logTicks(0.3, 0.9), [0.3, 0.5, 0.9]);
    assert.deepEqual(logTicks(1.7512, 6.158), [1.8, 2, 5, 6.2], 'to two digits');
    assert.deepEqual(logTicks(0.5, 0.5), [0.5]);
  });

  it('runs downwards, in percent, without zero', () => {
    const options = { column: 'density', title: 'Density', decreasing: true, percent: true };
    const log = axisOf({ ...options, scale: 'log' }, [1, 0.1]);
    assert.equal(log.scale.type, 'log');
    assert.equal(log.scale.reverse, true);
    assert.deepEqual('values' in log.axis && log.axis.values, [0.1, 0.2, 0.5, 1]);
    const linear = axisOf({ column: 'loss', title: 'Loss' }, [0, 2]);
    assert.deepEqual([linear.scale.type, linear.scale.reverse], ['linear', false]);
  });

  it('ends where values must end', () => {
    const axis = axisOf({ column: 'accuracy', title: 'Accuracy (%)', max: 100 }, [93, 100]);
    assert.equal('domainMax' in axis.scale && axis.scale.domainMax, 100);
  });

  it('refuses zero on a logarithmic axis', () => {
    assert.throws(
      () => axisOf({ column: 'density', title: 'Density', scale: 'log' }, [1, 0]),
      /needs values above 0, but 'density' has 0/,
    );
  });

  it('marks powers of ten, and where there are none, 1, 2 and 5', () => {
    const axis = (values: number[]) =>
      axisOf({ column: 'rho', title: 'Compression', scale: 'powers' }, values).axis;
    const { values, labelExpr } = axis([1, 2000]) as { values: number[]; labelExpr: string };
    assert.deepEqual(values, [1, 10, 100, 1000]);
    assert.equal(labelExpr, '({"1":"1","10":"10","100":"100","1000":"10³"})[datum.value]');
    assert.deepEqual((axis([2, 8]) as { values: number[] }).values, [2, 5, 8]);
  });

  it('keeps the sign on a symlog axis, which is one of powers above zero', () => {
    const options = { column: 's', title: 'Score', scale: 'symlog' } as const;
    const signed = axisOf(options, [-1000, -10, 1, 2, 500]);
    assert.deepEqual(signed.scale, {
      type: 'symlog',
      constant: 1,
      nice: false,
      reverse: false,
      padding: 12,
    });
    assert.deepEqual((signed.axis as { values: number[] }).values, [-1000, 0, 1000]);
    assert.equal(axisOf(options, [1, 1000]).scale.type, 'log');
  });

  it('writes long numbers briefly', () => {
    const axis = (most: number): object => axisOf({ column: 's', title: 'Score' }, [0, most]).axis;
    assert.deepEqual(axis(3e22), { format: '.2~g', tickCount: 6 });
    assert.deepEqual(axis(3000), { tickCount: 6 });
  });

  it('measures along the axis and back', () => {
    const values = [-100, 1, 10];
    for (const scale of ['linear', 'symlog'] as const) {
      const ruler = rulerOf(scale, values);
      for (const value of values) assert.ok(Math.abs(ruler.from(ruler.to(value)) - value) < 1e-9);
    }
    assert.equal(rulerOf('log', []).to(1000), 3);
  });
});
