import { allOf, type Claim, count, ordering, permutationCorrelation } from '../../../src/index.js';
import { classMaps, otherCorrelation, ownCorrelation } from '../measures.js';
import { CLASS_EXAMPLES } from '../runs.js';

/** How unlikely a seed's matching of maps with digits must be under permuted digits to count. */
const PERMUTATION_LEVEL = 0.01;

/** Claim 6: what the first layer of a mask shows that was scored on one digit only. */
export const classClaims: readonly Claim[] = [
  {
    id: '6a-class',
    statement:
      'Scored on a single picture of a digit, or on a hundred, the connections kept in the first layer draw that digit: their map correlates more with its mean picture than with those of the others, and for a hundred by more than 0.5.',
    source: 'Section 5.2, Figure 2',
    kind: 'ordering',
    paperValue: 'seen in pictures',
    minimumEffect: 0.1,
    unit: 'correlation',
    check(rows) {
      const clear = classMaps(rows, 100).map(({ correlations }) => ownCorrelation(correlations));
      return allOf([
        ...CLASS_EXAMPLES.map((examples) =>
          ordering(
            `own digit - other digits, ${examples === 1 ? '1 example' : `${examples} examples`}`,
            classMaps(rows, examples).map(
              ({ correlations }) => ownCorrelation(correlations) - otherCorrelation(correlations),
            ),
            this,
          ),
        ),
        ordering(
          'own digit - 0.5, 100 examples',
          clear.map((correlation) => correlation - 0.5),
          { minimumEffect: 0, unit: this.unit },
        ),
      ]);
    },
  },
  {
    id: '6b-class-permuted',
    statement:
      'The ten maps of a seed fit their own digits better than digits permuted at random (p < 0.01), in most seeds, even when scored on a single picture each.',
    source: 'Section 5.2, Figure 2',
    kind: 'existence',
    paperValue: 'seen in pictures',
    minimumEffect: 50,
    unit: '% of seeds',
    check(rows) {
      const maps = classMaps(rows, 1);
      const matched = maps.filter(
        ({ correlations }) => permutationCorrelation(correlations).p < PERMUTATION_LEVEL,
      );
      const { minimumEffect, unit } = this;
      return count('seeds whose maps fit their digits', matched.length, maps.length, {
        least: minimumEffect,
        unit,
      });
    },
  },
];
