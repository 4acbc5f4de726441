import { allOf, type Claim, ordering, orderingBySigns, pairedBySeed } from '../../../src/index.js';
import {
  type Fit,
  fits,
  fitsAt,
  firstScale,
  logRisk,
  nearestSize,
  pairedByDraw,
  retrained,
  risk,
} from '../measures.js';
import type { Row } from '../../../src/index.js';

const UNIT = 'var(y)';

/** Criteria that look at the model. */
const CRITERIA = ['magnitude', 'hessian'] as const;

/** The largest models of a study, pruned by one criterion. */
function largestModels(all: readonly Fit[], criterion: string): Fit[] {
  return fitsAt(all, all[0].features, criterion);
}

const change = (fit: Fit): number => fit.retrained - fit.risk;

/** What retraining adds to the risk of pruned models with independent and with correlated features. */
function changes(rows: readonly Row[], criterion: string) {
  const independent = firstScale(fits(rows, 'sweep', 'spiked'));
  return {
    independent: largestModels(independent, criterion),
    correlated: largestModels(fits(rows, 'features'), criterion),
  };
}

/** Claims on retraining and on random features. */
export const featureClaims: readonly Claim[] = [
  {
    id: '4-retraining',
    statement:
      'Retraining the kept weights hurts where features are independent (linear Gaussian problem, spiked) and helps where they are correlated (random ReLU features); the change in risk differs between the two.',
    source: 'Abstract (in words); setting ours',
    kind: 'ordering',
    paperValue: 'in words: “relating it to feature correlations”',
    minimumEffect: 0.02,
    unit: UNIT,
    check(rows) {
      return allOf(
        CRITERIA.flatMap((criterion) => {
          const { independent, correlated } = changes(rows, criterion);
          return [
            ordering(
              `retrained - not, independent features, ${criterion}`,
              pairedByDraw(independent, independent, retrained, risk),
              this,
            ),
            ordering(
              `not - retrained, random features, ${criterion}`,
              pairedByDraw(correlated, correlated, risk, retrained),
              this,
            ),
            ordering(
              `change with independent - with random features, ${criterion}`,
              pairedBySeed(independent, correlated, change),
              this,
            ),
          ];
        }),
      );
    },
  },
  {
    id: '5-random-features',
    statement:
      'On random ReLU features too, the largest model, pruned to s weights and retrained, has a smaller risk than the model of s features; and than as many features of the large model kept at random and trained.',
    source: 'Random-features section; setting ours',
    kind: 'ordering',
    paperValue: 'the paper’s numbers were not found',
    minimumEffect: 0.02,
    unit: UNIT,
    check(rows) {
      const all = fits(rows, 'features');
      const small = fitsAt(all, all[0].kept, 'dense');
      const random = largestModels(all, 'random');
      return allOf(
        CRITERIA.flatMap((criterion) => {
          const pruned = largestModels(all, criterion);
          return [
            ordering(
              `small - pruned and retrained, ${criterion}`,
              pairedByDraw(small, pruned, risk, retrained),
              this,
            ),
            ordering(
              `random support - ${criterion}, both retrained`,
              pairedByDraw(random, pruned, retrained),
              this,
            ),
          ];
        }),
      );
    },
  },
  {
    id: '5b-random-features-descent',
    statement:
      'On random ReLU features too, the risk peaks near k = n, of dense models and of pruned ones that are not retrained: medians of the log risk at 1.1 n against those at half of n and at the largest k.',
    source: 'Random-features section; setting ours',
    kind: 'ordering',
    paperValue: 'the paper’s numbers were not found',
    minimumEffect: 0.2,
    unit: 'ln ratio',
    check(rows) {
      const all = fits(rows, 'features');
      const { features } = all[0];
      return allOf(
        ['dense', ...CRITERIA].flatMap((criterion) => {
          const peak = fitsAt(all, nearestSize(all, 1.1), criterion);
          return [
            ['k = 1.1 n over k = n / 2', nearestSize(all, 0.5)] as const,
            ['k = 1.1 n over the largest k', features] as const,
          ].map(([label, size]) =>
            orderingBySigns(
              `${label}, ${criterion}`,
              pairedByDraw(peak, fitsAt(all, size, criterion), logRisk),
              this,
            ),
          );
        }),
      );
    },
  },
];
