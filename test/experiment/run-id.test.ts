import assert from 'node:assert/strict';
import type { Config } from '../../src/experiment/experiment.js';
import { canonicalJson, completeConfig, runId } from '../../src/experiment/run-id.js';
import { fake } from './fake.js';

describe('run id', () => {
  it('writes equal values alike', () => {
    assert.equal(
      canonicalJson({ b: [1, null], a: { d: 'x', c: true } }),
      '{"a":{"c":true,"d":"x"},"b":[1,null]}',
    );
    assert.throws(() => canonicalJson(Number.NaN), /only finite numbers, but got NaN/);
  });

  it('leaves defaults out, so that a new option keeps every old name', () => {
    const wider = { ...fake, defaults: { ...fake.defaults, newOption: 'as before' } };
    const id = runId(fake, { value: 3 });
    assert.equal(runId(fake, { ms: 0, value: 3, fate: 'live' }), id);
    assert.equal(runId(wider, { value: 3 }), id);
    assert.notEqual(runId(wider, { value: 3, newOption: 'different' }), id);
  });

  it('depends on config, name and version', () => {
    const ids = [
      runId(fake, { value: 3 }),
      runId(fake, { value: 4 }),
      runId({ ...fake, version: 2 }, { value: 3 }),
      runId({ ...fake, name: 'other' }, { value: 3 }),
    ];
    assert.equal(new Set(ids).size, 4);
    assert.match(ids[0], /^[0-9a-f]{20}$/);
  });

  it('gives equal work one name', () => {
    const blind = { ...fake, normalise: () => ({ ...fake.defaults }) };
    assert.equal(runId(blind, { ms: 5 }), runId(blind, {}));
  });

  it('offers the near names of a setting that does not exist', () => {
    assert.throws(
      () => completeConfig(fake, { valu: 1 }),
      /There is no setting of fake 'valu'\. Did you mean 'value'\?/,
    );
  });

  it('holds every setting to the kind of its default', () => {
    const kinds = { ...fake, defaults: { count: 1, name: 'a', list: [1], on: false, any: null } };
    const complete = (config: object) => () => completeConfig(kinds, config as Config);
    complete({ count: 2, name: 'b', list: [], on: true, any: { x: 1 } })();
    complete({ any: 3 })();
    for (const [config, message] of [
      [{ count: '2' }, /'count' must be a number, such as its default 1, but is "2"\./],
      [{ count: [2] }, /'count' must be a number, such as its default 1, but is \[2\]\./],
      [{ count: Infinity }, /'count' must be a number, .* but is Infinity\./],
      [{ count: null }, /'count' must be a number, .* but is null\./],
      [{ name: undefined }, /'name' must be text, such as its default "a", but is undefined\./],
      [{ list: { length: 1 } }, /'list' must be a list, such as its default \[1\], but is \{/],
      [{ on: 'yes' }, /'on' must be true or false, such as its default false, but is "yes"\./],
      [{ any: undefined }, /'any' must be null, such as its default null, but is undefined\./],
    ] as const) {
      assert.throws(complete(config), { name: 'UserError', message });
    }
  });
});
