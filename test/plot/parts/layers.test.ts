import assert from 'node:assert/strict';
import {
  inPanel,
  labelledIn,
  legendColumns,
  notes,
  panelTitle,
  verticals,
} from '../../../src/plot/parts/layers.js';

const textOf = (layers: readonly { mark: unknown }[]): unknown =>
  (layers.at(-1)!.mark as { text: string }).text;

describe('layers', () => {
  it('belong to a panel or to all', () => {
    const things = [{ label: 'all' }, { label: 'a', panel: 'A' }, { label: 'b', panel: 'B' }];
    assert.deepEqual(inPanel(things, 'A'), things.slice(0, 2));
    assert.deepEqual(
      labelledIn(things, 'B', 'A').map(({ label }) => label),
      ['', 'b'],
    );
  });

  it('wrap a legend that is wider than the figure', () => {
    assert.deepEqual(legendColumns(['ab', 'cd'], 640), {});
    assert.deepEqual(legendColumns(['x'.repeat(30), 'y'.repeat(30), 'z'.repeat(30)], 640), {
      columns: 2,
    });
  });

  it('put the arrows of groups below each other, in their colours', () => {
    const order = ['a', 'b'];
    const arrows = verticals(
      [
        { value: 5, group: 'b' },
        { value: 5, group: 'a' },
      ],
      order,
    ).filter(({ mark }) => (mark as { type: string }).type === 'point');
    assert.deepEqual(
      arrows.map(({ mark, encoding }) => [
        (mark as { color: string }).color,
        encoding!.x,
        encoding!.y,
      ]),
      [
        ['#d55e00', { datum: 5 }, { value: 5 }],
        ['#0072b2', { datum: 5 }, { value: 18 }],
      ],
    );
  });

  it('label a grey line if there is something to say', () => {
    assert.equal(verticals([{ value: 1 }], []).length, 1);
    assert.equal(textOf(verticals([{ value: 1, label: 'maximal' }], [])), 'maximal');
  });

  it('cut the title of a panel that would run into the next', () => {
    assert.equal(textOf(panelTitle('conv1', 120)), 'conv1');
    assert.equal(textOf(panelTitle('a very long name of a layer', 70)), 'a very lo…');
  });

  it('write notes below each other', () => {
    const written = notes([{ text: 'one' }, { text: 'two', colour: '#d55e00' }]);
    const last = written.at(-1)!.mark as { text: string; color: string; dy: number };
    assert.deepEqual([last.text, last.color, last.dy], ['two', '#d55e00', 18]);
  });
});
