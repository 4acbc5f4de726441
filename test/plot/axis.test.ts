import assert from 'node:assert/strict';
import { axisOf, logTicks } from '../../src/plot/axis.js';

describe('axis', () => {
  it('puts logarithmic ticks at 1, 2 and 5', () => {
    assert.deepEqual(logTicks(0.0185, 1), [0.02, 0.05, 0.1, 0.2, 0.5, 1]);
    assert.deepEqual(logTicks(30, 400), [50, 100, 200]);
  });

  it('adds the ends where few ticks lie between them', () => {
    assert.deepEqual(logTicks(0.3, 0.9), [0.3, 0.5, 0.9]);
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
});
