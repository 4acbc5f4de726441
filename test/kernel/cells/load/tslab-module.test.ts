import assert from 'node:assert/strict';
import { tslabModule } from '../../../../src/kernel/cells/load/tslab-module.js';
import type { Published } from '../../../../src/kernel/server/language.js';

describe('tslabModule', () => {
  const published: Published[] = [];
  const { display, newDisplay, versions } = tslabModule((output) =>
    published.push(output),
  ) as typeof import('tslab');
  beforeEach(() => (published.length = 0));
  const last = (): { type: string; data: unknown; id: unknown } => {
    const { type, content } = published[published.length - 1];
    return {
      type,
      data: content.data,
      id: (content.transient as { display_id?: string }).display_id,
    };
  };

  it('displays every kind of content', () => {
    for (const [show, kind] of [
      ['javascript', 'text/javascript'],
      ['html', 'text/html'],
      ['markdown', 'text/markdown'],
      ['latex', 'text/latex'],
      ['svg', 'image/svg+xml'],
      ['text', 'text/plain'],
    ] as const) {
      display[show]('x');
      assert.deepEqual(last(), { type: 'display_data', data: { [kind]: 'x' }, id: undefined });
    }
    for (const [show, kind] of [
      ['png', 'image/png'],
      ['jpeg', 'image/jpeg'],
      ['gif', 'image/gif'],
      ['pdf', 'application/pdf'],
    ] as const) {
      display[show](new Uint8Array([1, 2, 3]));
      assert.deepEqual(last().data, { [kind]: 'AQID' });
    }
    display.raw('application/vnd.vegalite.v5+json', '{}');
    assert.deepEqual(last().data, { 'application/vnd.vegalite.v5+json': '{}' });
  });

  it('updates a display of its own', () => {
    const bar = newDisplay();
    bar.text('1');
    const { type, id } = last();
    assert.equal(type, 'display_data');
    bar.html('2');
    assert.deepEqual(last(), { type: 'update_display_data', data: { 'text/html': '2' }, id });
    newDisplay().text('other');
    assert.notEqual(last().id, id);
  });

  it('knows versions', () => {
    assert.equal(versions.tslab, '1.0.22');
    assert.equal(versions.node, process.version);
    assert.match(versions.typescript, /^6\./);
  });
});
