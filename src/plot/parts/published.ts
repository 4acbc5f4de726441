import type { axisOf } from '../axis.js';
import { type Encoding, inPanel, type Layer, legendColumns } from './layers.js';
import { INK } from '../theme.js';

/** Numbers that others published, beside which ours are drawn. */
export interface Published {
  /** Their entry in the legend, for example `authors' mean`. */
  readonly label: string;
  /** The legend's entry for our own numbers. */
  readonly ours?: string;
  readonly points: readonly PublishedPoint[];
}

export interface PublishedPoint {
  readonly group: string;
  readonly x: number;
  readonly y: number;
  /** The panel it belongs to; without it, all. */
  readonly panel?: string;
}

/** The dashes of our lines (none) and of theirs, with a legend of their own. */
export function sourceDash({ label, ours = 'measured here' }: Published, width = 640) {
  return {
    datum: ours,
    type: 'nominal' as const,
    title: null,
    scale: {
      domain: [ours, label],
      range: [
        [1, 0],
        [4, 3],
      ],
    },
    legend: {
      orient: 'top' as const,
      direction: 'horizontal' as const,
      symbolType: 'stroke',
      symbolSize: 350,
      symbolStrokeWidth: 2,
      symbolStrokeColor: INK,
      ...legendColumns([ours, label], width),
    },
  };
}

/** Dashed lines through hollow points, in the colours of their groups. */
export function publishedLayers(
  published: Published,
  panel: string,
  { x, color, shape }: Required<Pick<Encoding, 'x' | 'color' | 'shape'>>,
  yAxis: ReturnType<typeof axisOf>,
  size: number,
): Layer[] {
  const values = inPanel(published.points, panel);
  if (values.length === 0) return [];
  const data = { values };
  const shared = { x, color, y: { field: 'y', type: 'quantitative', ...yAxis } } as Encoding;
  return [
    {
      data,
      mark: { type: 'line', strokeWidth: 1.5 },
      encoding: { ...shared, strokeDash: { ...sourceDash(published), datum: published.label } },
    },
    {
      data,
      mark: { type: 'point', filled: false, fill: '#ffffff', size, strokeWidth: 1.5, opacity: 1 },
      encoding: { ...shared, shape },
    },
  ];
}
