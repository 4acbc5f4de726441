import type { Encoding, Layer } from './layers.js';

/** What shade or bars around a mean say: its 95 % t interval, or the smallest to the largest seed. */
export type Spread = 'interval' | 'range' | 'none';

export const BAND = { type: 'area', opacity: 0.15 } as const;
export const BARS = { type: 'rule', strokeWidth: 1.25 } as const;

/** The shade or bars around the means of summaries. */
export function spreadLayer(
  mark: typeof BAND | typeof BARS,
  spread: 'interval' | 'range',
  shared: Encoding,
): Layer {
  const [low, high] = spread === 'interval' ? ['low', 'high'] : ['min', 'max'];
  return {
    mark,
    encoding: { ...shared, y: { field: low, type: 'quantitative' }, y2: { field: high } },
  };
}
