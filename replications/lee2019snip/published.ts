import type { PublishedPoint, ReferenceLevel } from '../../src/index.js';

/** Test errors (%) of Table 1 by density; those of the dense nets stand at 1. */
export const publishedErrors: readonly PublishedPoint[] = [
  { panel: 'LeNet-300-100', group: 'dense', x: 1, y: 1.7 },
  { panel: 'LeNet-300-100', group: 'SNIP', x: 0.05, y: 1.6 },
  { panel: 'LeNet-300-100', group: 'SNIP', x: 0.02, y: 2.4 },
  { panel: 'LeNet-5-Caffe', group: 'dense', x: 1, y: 0.9 },
  { panel: 'LeNet-5-Caffe', group: 'SNIP', x: 0.02, y: 0.8 },
  { panel: 'LeNet-5-Caffe', group: 'SNIP', x: 0.01, y: 1.1 },
];

/**
 * Test errors (%) of LeNet-300-100 pruned by 90 %, by the examples that the scores are taken over
 * (Figure 3).
 */
export const publishedBatchErrors = {
  1: 1.94,
  10: 1.72,
  100: 1.64,
  1000: 1.56,
  10_000: 1.4,
} as const;

/** Test errors (%) of nets pruned by 90 %, random normal and variance scaling (He) (Table 3). */
export const publishedDrawLevels: readonly ReferenceLevel[] = [
  { panel: 'GRU', label: 'paper, random normal', value: 47.61 },
  { panel: 'GRU', label: 'paper, variance scaling', value: 1.8 },
  { panel: 'LeNet-300-100', label: 'paper, either draw', value: 1.9 },
];
