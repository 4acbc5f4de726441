import { allOf, type Claim, identity, ordering, orderingBySigns } from '../../../src/index.js';
import {
  type Fit,
  fits,
  fitsAt,
  firstScale,
  logRisk,
  nearestSize,
  pairedByDraw,
  risk,
  sizesIn,
} from '../measures.js';
import { agreements } from '../theory.js';
import { groupedByTarget } from './targets.js';

const UNIT = 'var(y)';

/** By how much less the pruned model errs than the small one that knows its features, draw by draw. */
function advantage(all: readonly Fit[], criterion: string): { label: string; values: number[] } {
  const sizes = sizesIn(all);
  const [small, large] = [sizes[0], sizes[sizes.length - 1]];
  return {
    label: `small - pruned, s = ${all[0].kept}`,
    values: pairedByDraw(fitsAt(all, small, 'dense'), fitsAt(all, large, criterion), risk),
  };
}

/** Claims on the linear Gaussian problem. */
export const linearClaims: readonly Claim[] = [
  {
    id: '1-large-then-prune',
    statement:
      'Training on all features and pruning to s of them gives a smaller risk than training on the s informative features alone: for every s where their variance marks them (Hessian pruning), and just below interpolation (s = 5/6 n) where nothing does (oracle pruning).',
    source: 'Abstract; setting ours',
    kind: 'ordering',
    paperValue: 'in words; the paper’s numbers were not found',
    minimumEffect: 0.01,
    unit: UNIT,
    check(rows) {
      const spiked = groupedByTarget(fits(rows, 'comparison', 'spiked'));
      const isotropic = groupedByTarget(fits(rows, 'comparison', 'isotropic'));
      const near = isotropic[isotropic.length - 2];
      return allOf([
        ...spiked
          .map((all) => advantage(all, 'hessian'))
          .map(({ label, values }) => ordering(`${label}, spiked`, values, this)),
        ...[advantage(near, 'oracle')].map(({ label, values }) =>
          ordering(`${label}, isotropic`, values, this),
        ),
      ]);
    },
  },
  {
    id: '1b-not-always',
    statement:
      'Control: where no direction stands out and s is far below n (a sixth to a half), the pruned large model errs more than the small one, even if it is told which features to keep.',
    source: 'Not in the paper',
    kind: 'ordering',
    paperValue: 'none',
    minimumEffect: 0.01,
    unit: UNIT,
    check(rows) {
      const isotropic = groupedByTarget(fits(rows, 'comparison', 'isotropic')).slice(0, 3);
      return allOf(
        isotropic
          .map((all) => advantage(all, 'oracle'))
          .map(({ label, values }) =>
            ordering(
              label.replace('small - pruned', 'pruned - small'),
              values.map((value) => -value),
              this,
            ),
          ),
      );
    },
  },
  {
    id: '2-sparse-double-descent',
    statement:
      'At a fixed number of weights that are kept, the risk of the pruned model peaks where the dense model begins to interpolate (k = n) and falls again as k grows: medians of the log risk at 1.1 n against those at k = s and at k = p.',
    source: 'Abstract; setting ours',
    kind: 'ordering',
    paperValue: 'in words; the paper’s numbers were not found',
    minimumEffect: 0.2,
    unit: 'ln ratio',
    check(rows) {
      const parts = [
        ['spiked', 'hessian'],
        ['spiked', 'magnitude'],
        ['isotropic', 'magnitude'],
      ].flatMap(([problem, criterion]) => {
        const all = firstScale(fits(rows, 'sweep', problem));
        const { kept, features } = all[0];
        const peak = fitsAt(all, nearestSize(all, 1.1), criterion);
        return [
          [`k = 1.1 n over k = s`, kept],
          [`k = 1.1 n over k = p`, features],
        ].map(([label, size]) =>
          orderingBySigns(
            `${label}, ${problem}, ${criterion}`,
            pairedByDraw(peak, fitsAt(all, Number(size), criterion), logRisk),
            this,
          ),
        );
      });
      return allOf(parts);
    },
  },
  {
    id: '3-formula',
    statement:
      'The asymptotic formula gives the risk of dense models, and of models pruned by magnitude, Hessian and oracle, at every size in the figure but those within a tenth of k = n, to 3 % or 4 standard errors of the simulated mean, whichever is more.',
    source: 'The paper’s asymptotic analysis; formula derived anew',
    kind: 'identity',
    paperValue: 'curves on top of the simulation; no number was found',
    minimumEffect: 0,
    unit: 'stated errors',
    check(rows) {
      const all = agreements([...fits(rows, 'sweep'), ...fits(rows, 'comparison')]);
      return identity(
        'simulated mean - formula',
        all.map(({ error }) => error),
        { tolerance: 1, unit: this.unit, cases: all.map(({ name }) => name) },
      );
    },
  },
];
