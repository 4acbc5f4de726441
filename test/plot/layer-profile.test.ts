import assert from 'node:assert/strict';
import { layerProfile, type LayerProfileOptions } from '../../src/plot/layer-profile.js';
import { marked, textsOf, viewsOf } from '../support/vega.js';

const LAYERS = ['conv1', 'conv2', 'fc'];

/** SNIP empties conv2 at 100 and 1,000; SynFlow empties nothing. */
const rows = ['SNIP', 'SynFlow'].flatMap((scorer) =>
  [10, 100, 1000].flatMap((compression) =>
    LAYERS.map((layer) => ({
      scorer,
      compression,
      layer,
      kept: scorer === 'SNIP' && layer === 'conv2' && compression > 10 ? 0 : 1 / compression,
    })),
  ),
);

const plain = {
  layer: { column: 'layer', title: 'Layer' },
  density: { column: 'kept', title: 'Weights kept' },
} as const;
const options: LayerProfileOptions<(typeof rows)[number]> = {
  ...plain,
  series: { column: 'compression', title: 'Compression' },
  facet: { column: 'scorer' },
};

const crosses = (spec: ReturnType<typeof layerProfile>) =>
  viewsOf(spec).map((view) =>
    marked(view, 'point')
      .filter(({ mark }) => String(mark.shape).startsWith('M'))
      .flatMap(({ data }) => data!.values.map(({ layer, series }) => [layer, series])),
  );

describe('layer profile', () => {
  it('marks an empty layer with the first compression that empties it', async () => {
    const spec = layerProfile(rows, options);
    assert.deepEqual(crosses(spec), [[['conv2', '100']], []]);
    const seen = await textsOf(spec);
    for (const text of ['SNIP', 'SynFlow', 'Compression', '10³', 'empty', 'conv2', '10 %']) {
      assert.ok(seen.includes(text), `${text} is missing from ${seen.join(', ')}`);
    }
  });

  it('breaks a line where nothing is kept', () => {
    const [snip] = viewsOf(layerProfile(rows, options));
    assert.deepEqual(
      snip.data.values.filter(({ layer }) => layer === 'conv2').map(({ density }) => density),
      [0.1, null, null],
    );
  });

  it('is darker for later compressions', () => {
    const [view] = viewsOf(layerProfile(rows, options));
    const { domain, range } = marked(view, 'line')[0].encoding.color.scale!;
    assert.deepEqual(domain, ['10', '100', '10³']);
    const brightness = (range as string[]).map((c) =>
      [1, 3, 5].reduce((sum, at) => sum + parseInt(c.slice(at, at + 2), 16), 0),
    );
    assert.ok(brightness[0] > brightness[1] && brightness[1] > brightness[2]);
  });

  it('averages over rows, and marks a layer that is empty in one of them', () => {
    const seeds = [0, 0.5].map((kept) => ({ layer: 'fc', kept }));
    const [view] = viewsOf(
      layerProfile(seeds, {
        layer: { column: 'layer', title: 'Layer' },
        density: { column: 'kept', title: 'Weights kept', scale: 'linear' },
      }),
    );
    assert.deepEqual(view.data.values, [{ layer: 'fc', series: '', density: 0.25, empty: true }]);
  });

  it('has no strip for empty layers where there are none', async () => {
    const seen = await textsOf(
      layerProfile(
        rows.filter(({ scorer }) => scorer === 'SynFlow'),
        options,
      ),
    );
    assert.ok(!seen.includes('empty'));
  });

  it('turns the names of many layers', () => {
    const angleOf = (layers: readonly string[]): unknown => {
      const deep = layers.map((layer) => ({ layer, kept: 0.5 }));
      const [view] = viewsOf(layerProfile(deep, plain));
      return marked(view, 'line')[0].encoding.x.axis!.labelAngle;
    };
    assert.equal(angleOf(LAYERS), 0);
    assert.equal(angleOf(Array.from({ length: 20 }, (_, i) => `conv${i}`)), -90);
  });

  it('takes densities alone', () => {
    assert.throws(
      () => layerProfile([{ ...rows[0], kept: 40 }], options),
      /lies between 0 and 1, but the column 'kept' has 40/,
    );
    assert.throws(() => layerProfile([] as typeof rows, options), /there are no rows/);
  });
});
