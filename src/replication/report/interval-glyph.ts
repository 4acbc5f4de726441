import { html, type Html, nothing } from './html.js';

const WIDTH = 150;
const HEIGHT = 18;
const EDGE = 4;

/**
 * A small picture of an effect: its 95 % interval as a bar with the mean on it, zero as a line and
 * `marks` (what was fixed in advance) as dashed ones.
 *
 * Numbers stand beside it, so it is hidden from screen readers.
 */
export function intervalGlyph(
  effect: number,
  [low, high]: readonly [number, number],
  marks: readonly number[],
): Html {
  // A recorded interval without ends comes back from JSON as null.
  if (![effect, low, high].every((v) => Number.isFinite(v))) return nothing;
  const shown = [0, low, high, ...marks];
  const from = Math.min(...shown);
  const range = Math.max(...shown) - from || 1;
  const x = (value: number): string =>
    (EDGE + ((value - from) / range) * (WIDTH - 2 * EDGE)).toFixed(1);
  const middle = HEIGHT / 2;
  const dashes = marks.map(
    (mark) => html`<line class="mark" x1="${x(mark)}" x2="${x(mark)}" y1="1" y2="${HEIGHT - 1}" />`,
  );
  return html`<svg
    class="interval"
    viewBox="0 0 ${WIDTH} ${HEIGHT}"
    width="${WIDTH}"
    height="${HEIGHT}"
    aria-hidden="true"
  >
    <line class="zero" x1="${x(0)}" x2="${x(0)}" y1="0" y2="${HEIGHT}" />
    ${dashes}
    <line class="bar" x1="${x(low)}" x2="${x(high)}" y1="${middle}" y2="${middle}" />
    <circle cx="${x(effect)}" cy="${middle}" r="3.5" />
  </svg>`;
}
