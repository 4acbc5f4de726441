import assert from 'node:assert/strict';
import { type PlotOptions, plotSpec } from '../../../src/display/kinds/plot-spec.js';
import { UserError } from '../../../src/errors.js';

interface Spec {
  readonly mark: { readonly type: string };
  readonly encoding: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly width: unknown;
  readonly description: string;
}

const rows = [{ step: 1, loss: 0.5, arm: 'dense', 'a.b': 2, day: new Date(0) }];
const spec = (options: PlotOptions): Spec => plotSpec(rows, options) as unknown as Spec;

describe('plotSpec', () => {
  it('reads the kinds of columns from their values', () => {
    const { encoding, mark, description } = spec({ x: 'step', y: 'loss', color: 'arm' });
    assert.deepEqual(encoding.x, {
      field: 'step',
      type: 'quantitative',
      title: 'step',
      scale: { zero: false },
    });
    assert.deepEqual(encoding.color, { field: 'arm', type: 'nominal', sort: null, title: 'arm' });
    assert.equal(mark.type, 'line');
    assert.equal(description, 'loss by step for each arm');
    assert.equal(spec({ x: 'day', y: 'loss' }).encoding.x.type, 'temporal');
  });

  it('draws bars over names, from zero, as wide as the names', () => {
    const { encoding, mark, width } = spec({ x: 'arm', y: 'loss' });
    assert.equal(mark.type, 'bar');
    assert.ok(!('scale' in encoding.y));
    assert.deepEqual(width, { step: 47 }); // 5 letters of 7 pixels and 12 between
  });

  it('takes aggregates, and descriptions as they are', () => {
    const { encoding } = spec({
      x: 'arm',
      y: 'mean(loss)',
      size: 'count()',
      color: { value: 'red' },
    });
    assert.deepEqual(encoding.y, {
      field: 'loss',
      type: 'quantitative',
      aggregate: 'mean',
      title: 'mean(loss)',
    });
    assert.deepEqual(encoding.size, { aggregate: 'count', type: 'quantitative' });
    assert.deepEqual(encoding.color, { value: 'red' });
  });

  it('keeps a dot in a name from meaning a field of a field', () => {
    assert.equal(spec({ x: 'a.b', y: 'loss' }).encoding.x.field, 'a\\.b');
  });

  it('says what is missing', () => {
    assert.throws(() => plotSpec([], { x: 'a' }), /nothing to plot/);
    assert.throws(() => spec({}), /Say what to plot/);
    assert.throws(
      () => spec({ x: 'stepp', y: 'loss' }),
      (error: Error) => error instanceof UserError && error.message.includes("Did you mean 'step'"),
    );
  });
});
