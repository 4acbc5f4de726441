import assert from 'node:assert/strict';
import { availableEngines, engineNames, selectEngine } from '../../src/engine/select.js';
import { whatIsMissing } from '../../src/engine/tfjs/backends.js';
import { UserError } from '../../src/errors.js';

const nothing = { environment: {} };

describe('the choice of an engine', function () {
  this.timeout(60_000);

  it('is wasm unless told otherwise, and says so', async () => {
    const { engine, reason, others } = await selectEngine(nothing);
    assert.equal(engine.name, 'wasm');
    assert.match(reason, /^auto \(by default\): wasm/);
    assert.equal(engine.details.chosen, reason);
    assert.deepEqual(
      others.map(({ name }) => name),
      engineNames.filter((name) => name !== 'wasm'),
    );
    assert.ok(
      others.every(({ detail }) => /not asked for|get (it|them) with|yardstick/.test(detail)),
    );
  });

  it('goes by option, then environment, then config', async () => {
    const environment = { PRUNELAB_ENGINE: 'cpu' };
    const byOption = await selectEngine({ engine: 'auto', environment, configured: 'cpu' });
    assert.equal(byOption.engine.name, 'wasm');
    assert.match(byOption.reason, /^auto \(by option\)/);
    assert.equal((await selectEngine({ engine: 'float64', environment })).engine.name, 'float64');
    const byEnvironment = await selectEngine({ environment, configured: 'wasm' });
    assert.equal(byEnvironment.engine.name, 'cpu');
    assert.equal(byEnvironment.engine.details.chosen, 'asked for by PRUNELAB_ENGINE');
    assert.equal(byEnvironment.engine.details.backend, 'cpu');
    const byConfig = await selectEngine({
      environment: { PRUNELAB_ENGINE: '' },
      configured: 'cpu',
    });
    assert.equal(byConfig.reason, 'asked for by config');
  });

  it('takes variants of wasm from the environment', async () => {
    const { engine } = await selectEngine({ environment: { PRUNELAB_WASM: 'fma,tune' } });
    assert.equal(engine.details.arithmetic, 'fma');
    assert.equal(engine.details.paths, 'timed on this machine');
    await assert.rejects(
      selectEngine({ environment: { PRUNELAB_WASM: 'fam' } }),
      /no variant of wasm 'fam'.*'fma'/,
    );
  });

  it('is never another than the one asked for', async function () {
    await assert.rejects(
      selectEngine({ ...nothing, engine: 'wsam' }),
      (error) => error instanceof UserError && /no engine 'wsam'.*'wasm'/.test(error.message),
    );
    const absent = (['tensorflow-gpu', 'tensorflow', 'webgpu'] as const).find(
      (name) => whatIsMissing(name) !== undefined,
    );
    if (absent === undefined) return this.skip();
    await assert.rejects(
      selectEngine({ ...nothing, engine: absent }),
      (error) =>
        error instanceof UserError &&
        error.message.startsWith(`The engine '${absent}', asked for by option, cannot be used`) &&
        error.message.includes('npm install --no-save') &&
        error.message.includes('prunelab doctor'),
    );
  });
});

describe('the list of engines', function () {
  this.timeout(120_000);

  it('has all of them, tried or with what is missing', async () => {
    const available = await availableEngines();
    assert.deepEqual(
      available.map(({ name }) => name),
      engineNames,
    );
    for (const { name, usable, detail } of available) {
      assert.notEqual(detail, '');
      if (['wasm', 'float64', 'cpu'].includes(name)) assert.ok(usable, `${name}: ${detail}`);
      if (name !== 'wasm' && name !== 'float64' && whatIsMissing(name) !== undefined)
        assert.ok(!usable, name);
    }
  });
});
