import type { Ruler } from '../axis.js';
import { FAINT_INK, SPAN_COLOURS } from '../theme.js';
import { type Layer, written } from './layers.js';

/** A stretch of the x axis that is shaded behind everything, for example a phase. */
export interface AxisSpan {
  /** The ends, in either order. */
  readonly from: number;
  readonly to: number;
  /** Written at the top; spans of one label share a colour in all panels. */
  readonly label: string;
  /** The panel it belongs to; without it, all. */
  readonly panel?: string;
}

/** Where spans are drawn: the values and the pixels along the x axis. */
export interface SpanPlace {
  readonly ruler: Ruler;
  /** The smallest and the largest value on the axis. */
  readonly extent: readonly [number, number];
  /** About how wide the axis is, in pixels. */
  readonly width: number;
  /** The labels of the whole figure, in the order that fixes their colours. */
  readonly labels: readonly string[];
  /** In a small panel labels are small and inside, else above the figure. */
  readonly inside: boolean;
  /** Whether this is the first panel, where spans of all panels have their labels. */
  readonly first: boolean;
}

/** The labels of a figure's spans, each once. */
export function spanLabels(spans: readonly AxisSpan[]): string[] {
  return [...new Set(spans.map(({ label }) => label))];
}

/** Faint rectangles over the height of the figure with their labels, in rows where they are narrow. */
export function spanLayers(spans: readonly AxisSpan[], place: SpanPlace): Layer[] {
  const boxes = spans.map(({ from, to, label }): Layer => ({
    data: { values: [{}] },
    mark: {
      type: 'rect',
      color: SPAN_COLOURS[place.labels.indexOf(label) % SPAN_COLOURS.length],
      opacity: 0.2,
    },
    encoding: {
      x: { datum: from, type: 'quantitative', axis: { grid: true } },
      x2: { datum: to },
      y: { value: 0 },
      y2: { value: 'height' },
    },
  }));
  const labelled = spans.filter(({ panel }) => place.first || panel !== undefined);
  return [...boxes, ...labelsOf(labelled, place)];
}

/** Labels over the middles of their spans, none outside the figure, none over another. */
function labelsOf(spans: readonly AxisSpan[], place: SpanPlace): Layer[] {
  const { ruler, extent, width, inside } = place;
  const [low, high] = extent.map((value) => ruler.to(value));
  const scale = high > low ? width / (high - low) : 1;
  const [fontSize, rowHeight] = inside ? [10, 12] : [12, 14];
  const ends: number[] = []; // of the last label in each row
  const middle = ({ from, to }: AxisSpan): number =>
    ((ruler.to(from) + ruler.to(to)) / 2 - low) * scale;
  return spans
    .toSorted((a, b) => middle(a) - middle(b))
    .flatMap((span) => {
      const half = (span.label.length * fontSize * LETTER) / 2;
      const at = Math.max(half, Math.min(width - half, middle(span)));
      const free = ends.findIndex((end) => end + GAP <= at - half);
      const row = free < 0 ? ends.length : free;
      ends[row] = at + half;
      const dy = inside ? 3 + rowHeight * row : -4 - rowHeight * row;
      return written(
        {
          type: 'text',
          text: span.label,
          fontSize,
          align: 'center',
          baseline: inside ? 'top' : 'bottom',
          dy,
        },
        { x: { datum: ruler.from(at / scale + low) }, y: { value: 0 } },
        FAINT_INK,
      );
    });
}

/** About how wide a letter is, in font sizes, and the least space between labels, in pixels. */
const [LETTER, GAP] = [0.55, 4];
