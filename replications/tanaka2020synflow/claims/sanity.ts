import {
  allOf,
  type Claim,
  equivalence,
  nonInferior,
  type Row,
  type Verdict,
} from '../../../src/index.js';
import { exponentsIn, gains, netsOf, power, trained } from '../measures.js';

/** What is left of each method when the mask’s choice of weights within layers is undone. */
function againstOriginal(
  rows: readonly Row[],
  study: string,
  judge: (label: string, differences: readonly number[]) => Verdict,
): Verdict[] {
  const changed = trained(rows, study);
  const original = trained(rows, 'accuracy');
  return [...new Set(changed.map(({ arm }) => arm))].flatMap((arm) =>
    exponentsIn(changed).map((exponent) =>
      judge(
        `${arm}, ${study} - as pruned, at ${power(exponent)}`,
        gains(netsOf(changed, arm, exponent), netsOf(original, arm, exponent)),
      ),
    ),
  );
}

/** No method loses as much as the claim’s minimum effect. */
function harmless(rows: readonly Row[], study: string, { minimumEffect, unit }: Claim): Verdict {
  return allOf(
    againstOriginal(rows, study, (label, differences) =>
      nonInferior(label, differences, { margin: minimumEffect, unit }),
    ),
  );
}

const common = {
  source: 'Frankle et al. 2021, abstract',
  paperValue: 'shuffling or reinitialising “preserves or improves accuracy”',
  minimumEffect: 0.5,
  unit: 'pp',
} as const;

/** Later papers’ checks: does it matter which weights of a layer are kept, and with which values? */
export const sanityClaims: readonly Claim[] = [
  {
    ...common,
    id: 'f-shuffle',
    statement:
      'Permuting each layer’s mask costs no accuracy, for magnitude, SNIP and SynFlow at 10, 10^1.5 and 10^2.',
    kind: 'equivalence',
    check(rows) {
      return harmless(rows, 'shuffled', this);
    },
  },
  {
    ...common,
    id: 'f-reinitialise',
    statement:
      'Drawing new first weights under the same mask costs no accuracy, for magnitude, SNIP and SynFlow at 10, 10^1.5 and 10^2.',
    kind: 'equivalence',
    check(rows) {
      return harmless(rows, 'reinitialised', this);
    },
  },
  {
    id: 'su-data',
    statement:
      'SNIP takes nothing from its data: scored on random labels and shuffled pixels, its nets are as accurate, at 10, 10^1.5 and 10^2.',
    source: 'Su et al. 2020, abstract',
    kind: 'equivalence',
    paperValue: 'tickets “hardly exploit any information from the training data”',
    minimumEffect: 0.5,
    unit: 'pp',
    check(rows) {
      const margin = { margin: this.minimumEffect, unit: this.unit };
      return allOf(
        againstOriginal(rows, 'corrupted', (label, differences) =>
          equivalence(label, differences, margin),
        ),
      );
    },
  },
  {
    id: 'su-ratios',
    statement:
      'Random masks with smart ratios, fixed shares per layer, are as good as SNIP, at 10, 10^1.5 and 10^2 (narrow VGG-11).',
    source: 'Su et al. 2020, README of the authors’ code',
    kind: 'equivalence',
    paperValue: 'random tickets with smart ratios match (no number for this net)',
    minimumEffect: 1,
    unit: 'pp',
    check(rows) {
      const all = trained(rows, 'pictures');
      const smart = all.filter(({ arm }) => arm === 'smart ratios');
      return allOf(
        exponentsIn(smart).map((exponent) =>
          nonInferior(
            `smart ratios - SNIP at ${power(exponent)}`,
            gains(netsOf(smart, 'smart ratios', exponent), netsOf(all, 'SNIP', exponent)),
            { margin: this.minimumEffect, unit: this.unit },
          ),
        ),
      );
    },
  },
];
