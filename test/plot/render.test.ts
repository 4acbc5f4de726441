import assert from 'node:assert/strict';
import type { TopLevelSpec } from 'vega-lite';
import { toSvg } from '../../src/plot/render.js';

const spec = (data: TopLevelSpec['data']): TopLevelSpec => ({
  data: data!,
  mark: 'point',
  encoding: {
    x: { field: 'x', type: 'quantitative' },
    y: { field: 'y', type: 'quantitative' },
  },
});

const two = spec({
  values: [
    { x: 1, y: 2 },
    { x: 3, y: 5 },
  ],
});

describe('toSvg', () => {
  it('gives the same drawing every time', async () => {
    const svg = await toSvg(two);
    assert.match(svg, /^<svg [^>]*viewBox=/);
    assert.equal((svg.match(/aria-roledescription="point"/g) ?? []).length, 2);
    assert.equal(await toSvg(two), svg);
  });

  it('names no address but those of the SVG standard', async () => {
    const addresses = (await toSvg(two)).match(/https?:[^"]*/g) ?? [];
    assert.deepEqual([...new Set(addresses)].sort(), [
      'http://www.w3.org/1999/xlink',
      'http://www.w3.org/2000/svg',
    ]);
  });

  it('reads neither files nor addresses', async () => {
    for (const url of ['package.json', 'https://example.org/data.json']) {
      await assert.rejects(toSvg(spec({ url })), /carries its own data, but this one asks for/);
    }
  });

  it('reports a mark that does not exist', async () => {
    await assert.rejects(toSvg({ ...two, mark: 'dots' } as unknown as TopLevelSpec));
  });
});
