import assert from 'node:assert/strict';
import { colourScale, heatmap, onColour } from '../../../src/display/pictures/colours.js';

describe('colourScale', () => {
  it('goes from white to blue above zero', () => {
    const colour = colourScale(1, 3);
    assert.deepEqual(
      [colour(1), colour(3)],
      [
        [247, 247, 247],
        [5, 82, 158],
      ],
    );
  });

  it('keeps zero white between red and blue', () => {
    const colour = colourScale(-2, 1);
    assert.deepEqual(
      [colour(-2), colour(0)],
      [
        [178, 24, 43],
        [247, 247, 247],
      ],
    );
    const [red, , blue] = colour(1);
    assert.ok(blue > red);
  });

  it('marks what is no number', () => {
    assert.deepEqual(colourScale(0, 1)(NaN), [255, 0, 255]);
  });

  it('writes dark on light and light on dark', () => {
    assert.equal(onColour([247, 247, 247]), 'background:rgb(247,247,247);color:#111');
    assert.equal(onColour([5, 82, 158]), 'background:rgb(5,82,158);color:#fff');
  });

  it('colours a field pixel by pixel', () => {
    const map = heatmap({ values: [0, 1], height: 1, width: 2 }, colourScale(0, 1));
    assert.deepEqual([...map.bytes], [247, 247, 247, 5, 82, 158]);
  });
});
