import assert from 'node:assert/strict';
import { plotBundle } from '../../../src/display/kinds/plot.js';
import { plotSpec } from '../../../src/display/kinds/plot-spec.js';

const rows = [
  { epoch: 1, loss: 4, arm: 'dense' },
  { epoch: 2, loss: 1, arm: 'dense' },
  { epoch: 1, loss: 3, arm: '<b>' },
  { epoch: 2, loss: 3.5, arm: '<b>' },
];

describe('plot', () => {
  it('gives a picture, the spec in the version that front ends draw, and sparklines', async () => {
    const spec = plotSpec(rows, { x: 'epoch', y: 'loss', color: 'arm', title: 'Loss & more' });
    const bundle = await plotBundle(spec);
    assert.deepEqual(Object.keys(bundle), [
      'application/vnd.vegalite.v5+json',
      'image/svg+xml',
      'text/plain',
    ]);
    assert.equal(bundle['text/plain'], '[Loss & more]\ndense █▁ 1 to 4\n<b>   ▁█ 3 to 3.5');
    const svg = String(bundle['image/svg+xml']);
    assert.match(svg, /^<svg [^>]*role="img" aria-label="Loss &amp; more"><title>Loss &amp; more</);
    assert.ok(svg.includes('&lt;b&gt;') && !svg.includes('<b>'));
    assert.deepEqual(bundle['application/vnd.vegalite.v5+json'], {
      ...spec,
      $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
    });
  });

  it('gives a spec our style, unless it has one', async () => {
    const bare = { data: { values: [{ a: 1 }] }, mark: 'bar' as const, encoding: {} };
    const styled = await plotBundle(bare);
    assert.ok('config' in (styled['application/vnd.vegalite.v5+json'] as object));
    const own = await plotBundle({ ...bare, config: { font: 'serif' } });
    const { config } = own['application/vnd.vegalite.v5+json'] as { config: unknown };
    assert.deepEqual(config, { font: 'serif' });
    assert.equal(own['text/plain'], '[figure]');
  });
});
