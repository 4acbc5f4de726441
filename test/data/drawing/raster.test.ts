import assert from 'node:assert/strict';
import { type Canvas, drawPolyline } from '../../../src/data/drawing/raster.js';
import { assertClose } from '../../support/close.js';

const blank = (size: number): Canvas => ({ size, ink: new Float64Array(size * size) });

describe('raster', () => {
  it('inks a line between pixel centres evenly', () => {
    const canvas = blank(5);
    drawPolyline(canvas, Float64Array.of(1.5, 2.5, 3.5, 2.5), 0.5, 0.5, 1);
    const none = [0, 0, 0, 0, 0];
    assert.deepEqual([...canvas.ink], [...none, ...none, 0, 1, 1, 1, 0, ...none, ...none]);
  });

  it('shades pixels that the pen half covers', () => {
    const canvas = blank(4);
    drawPolyline(canvas, Float64Array.of(-5, 2, 9, 2), 0.25, 0.25, 0.8);
    for (const [row, shade] of [0, 0.2, 0.2, 0].entries()) {
      for (let column = 0; column < 4; column++) {
        assertClose(canvas.ink[4 * row + column], shade);
      }
    }
  });

  it('has about the area of the stroke', () => {
    const canvas = blank(40);
    drawPolyline(canvas, Float64Array.of(8, 9, 30, 27), 2, 2, 1);
    const area = canvas.ink.reduce((a, b) => a + b, 0);
    const expected = 4 * Math.hypot(22, 18) + Math.PI * 4;
    assert.ok(Math.abs(area / expected - 1) < 0.02, `${area} for ${expected}`);
  });

  it('narrows towards the end', () => {
    const canvas = blank(20);
    const path = Float64Array.from({ length: 40 }, (_, i) => (i % 2 ? 10.5 : 0.5 + i / 2));
    drawPolyline(canvas, path, 4, 1, 1);
    const column = (x: number): number =>
      Array.from({ length: 20 }, (_, y) => canvas.ink[20 * y + x]).reduce((a, b) => a + b, 0);
    assert.ok(column(3) > 6 && column(17) < 4);
  });

  it('keeps the stronger ink where strokes meet, and draws a point as a dot', () => {
    const canvas = blank(3);
    drawPolyline(canvas, Float64Array.of(1.5, 1.5, 1.5, 1.5), 0.5, 0.5, 0.9);
    drawPolyline(canvas, Float64Array.of(0.5, 1.5, 2.5, 1.5), 0.5, 0.5, 0.3);
    assert.deepEqual([...canvas.ink], [0, 0, 0, 0.3, 0.9, 0.3, 0, 0, 0]);
  });

  it('leaves out what lies beyond the edge', () => {
    const canvas = blank(3);
    drawPolyline(canvas, Float64Array.of(-9, -9, -4, 20), 2, 2, 1);
    assert.ok(canvas.ink.every((value) => value === 0));
  });
});
