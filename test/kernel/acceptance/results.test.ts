import assert from 'node:assert/strict';
import { run } from '../../support/jupyter/run.js';
import { sharedKernel } from '../../support/jupyter/shared-kernel.js';

describe('what a cell shows', () => {
  const { kernel, good, bad } = sharedKernel();
  const notebook = "(globalThis as any)[Symbol.for('prunelab.notebook')]";

  it('is the value of the last expression', async () => {
    assert.equal((await good('1 + 1')).result, '2');
    assert.equal((await good('const seven = 7; seven * 6')).result, '42');
    assert.equal((await good('({ name: "Ada" })')).result, "{ name: 'Ada' }");
    assert.equal((await good('await Promise.resolve([1, 2])')).result, '[ 1, 2 ]');
    assert.equal((await good('null')).result, 'null');
    assert.equal((await good('// a comment\n3 // and another\n')).result, '3');
  });

  it('is nothing after a semicolon, for undefined, and for statements', async () => {
    for (const code of ['1 + 1;', 'undefined', 'const n = 1', 'if (true) { 5 }', '']) {
      const { result, types } = await good(code);
      assert.equal(result, undefined, code);
      assert.ok(!types.includes('stream'), code);
    }
  });

  it('comes with the count of the cell', async () => {
    const { published, count } = await good('5');
    const result = published.find(({ header }) => header.msg_type === 'execute_result');
    assert.equal(result?.content.execution_count, count);
  });

  it('is what a value offers of itself, at once or later', async () => {
    const offer = "({ 'text/html': '<i>x</i>', 'application/json': { x: 1 }, 'text/plain': 'x' })";
    for (const method of [`() => ${offer}`, `async () => ${offer}`]) {
      const { bundle } = await good(`({ [Symbol.for('Jupyter.display')]: ${method} })`);
      assert.deepEqual(bundle, {
        'text/html': '<i>x</i>',
        'application/json': { x: 1 },
        'text/plain': 'x',
      });
    }
  });

  it('is an image if a value offers its bytes, and an error if it offers what is no JSON', async () => {
    const of = (bundle: string): string =>
      `({ [Symbol.for('Jupyter.display')]: () => (${bundle}) })`;
    const { bundle } = await good(
      of("{ 'image/png': Buffer.from([1, 2, 3]), 'text/plain': 'dots', 'x/f': () => 1 }"),
    );
    assert.deepEqual(bundle, { 'image/png': 'AQID', 'text/plain': 'dots' });
    assert.match((await bad(of("{ 'application/json': 1n }"))).error, /BigInt/);
    await good(`${notebook}.publish({ 'image/png': new Uint8Array([1, 2, 3]) });`);
  });

  it('bears values that cannot be shown', async () => {
    const hostile = "({ [Symbol.for('nodejs.util.inspect.custom')]() { throw new Error('no'); } })";
    const first = await run(kernel(), hostile);
    assert.ok(['ok', 'error'].includes(first.status));
    await good("({ get trap() { throw new Error('no'); } })");
    const cyclic = await good('const ring: { self?: unknown } = {}; ring.self = ring; ring');
    assert.match(cyclic.result ?? '', /Circular/);
    const large = await good('Array.from({ length: 1e6 }, (_, i) => i)');
    assert.ok((large.result ?? '').length < 100_000);
  });

  it('is displayed, replaced and removed', async () => {
    const { types, published } = await good(
      `${notebook}.publish({ 'text/plain': 'a' }, { displayId: 'one' });` +
        `${notebook}.publish({ 'text/plain': 'b' }, { displayId: 'one', update: true });` +
        `${notebook}.clear(true);`,
    );
    const shown = types.filter((type) => type !== 'execute_input');
    assert.deepEqual(shown, ['display_data', 'update_display_data', 'clear_output']);
    const cleared = published.find(({ header }) => header.msg_type === 'clear_output');
    assert.equal(cleared?.content.wait, true);
  });

  it('may be replaced by a later cell', async () => {
    await good(`${notebook}.publish({ 'text/plain': 'a' }, { displayId: 'two' });`);
    const { published } = await good(
      `${notebook}.publish({ 'text/plain': 'b' }, { displayId: 'two', update: true });`,
    );
    const update = published.find(({ header }) => header.msg_type === 'update_display_data');
    assert.deepEqual(update?.content.transient, { display_id: 'two' });
  });
});
