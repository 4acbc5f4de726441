import { groupBy, mean, type NumbersTable, type Row } from '../../src/index.js';
import { STABLE } from './claims/dense.js';
import { MATCHING } from './claims/sparse.js';
import { type Condition, type Pair, pairsOf, type Subnetwork, subnetworksOf } from './measures.js';

/** `ResNet, IMP, k = 100`, and what else sets a condition apart. */
function nameOf({ study, arm, k, clock }: Condition): string {
  return `${study}, ${arm}, k = ${k}${clock === 'restart' ? ', all steps from there' : ''}`;
}

/** `12.3 [8.0, 15.1]`: the mean and the ends of the range. */
function spreadOf(values: readonly number[]): string {
  const [middle, low, high] = [mean(values), Math.min(...values), Math.max(...values)];
  return `${middle.toFixed(1)} [${low.toFixed(1)}, ${high.toFixed(1)}]`;
}

function lines(rows: readonly Row[]): string[][] {
  return groupBy(pairsOf(rows), ['study', 'arm', 'k', 'clock', 'round']).map((pairs) => {
    const column = (value: (pair: Pair) => number) => spreadOf(pairs.map(value));
    return [
      nameOf(pairs[0]),
      String(pairs.length),
      column(({ instability }) => instability),
      column(({ asInterpolated }) => asInterpolated),
      column(({ share }) => share),
      column(({ disagreement }) => disagreement),
    ];
  });
}

function cells(rows: readonly Row[]): string[][] {
  const all = subnetworksOf(rows).filter(({ study }) => study === 'ResNet');
  const count = (nets: readonly Subnetwork[], stable: boolean, matches: boolean) =>
    String(
      nets.filter(
        ({ instability, gap }) => instability < STABLE === stable && gap < MATCHING === matches,
      ).length,
    );
  return groupBy(all, ['arm', 'k']).map((nets) => [
    `${nets[0].arm}, k = ${nets[0].k}`,
    count(nets, true, true),
    count(nets, true, false),
    count(nets, false, true),
    count(nets, false, false),
  ]);
}

/** Every line that was walked, and the cells of claim 4. */
export const tables: readonly NumbersTable[] = [
  {
    id: 'lines',
    title: 'Lines between nets',
    caption:
      'Mean over the seeds, with the smallest and the largest. Instability in percentage points of test error, with batch normalisation’s statistics measured anew (the numbers that claims are judged by) and interpolated like weights; LeNet has none. Distance: L2, as a percentage of how far the ends came from where they started. Disagreement: percent of test images.',
    source: 'Instability, and distances (Appendices B and G)',
    columns: ['Line', 'Seeds', 'Instability', 'Interpolated', 'Distance', 'Disagreement'],
    lines,
  },
  {
    id: 'cells',
    title: 'Stable and matching',
    caption:
      'The ResNet’s subnetworks by whether they are stable and whether they match the dense net; a number counts seeds.',
    source: 'Table 2',
    columns: ['Subnetworks', 'Stable and matching', 'Stable only', 'Matching only', 'Neither'],
    lines: cells,
  },
];
