import {
  allOf,
  type Claim,
  count,
  nonInferior,
  ordering,
  pairedBySeed,
  type Row,
  slope,
  trend,
  type Verdict,
} from '../../../src/index.js';
import { bySeed, matching, type Subnetwork, subnetworksOf } from '../measures.js';
import { isStable, STABLE } from './dense.js';

/** Percentage points of test error above the dense net up to which a ResNet's subnetwork matches. */
export const MATCHING = 1;

/** The same for LeNet, which errs less. */
const MATCHING_LENET = 0.5;

const CONTROLS = ['reinit', 'random'] as const;

const gap = ({ gap: above }: Subnetwork): number => above;

function isMatching(label: string, nets: readonly Subnetwork[], margin: number): Verdict {
  const below = nets.map((net) => -net.gap);
  return nonInferior(`dense error - that of ${label}`, below, { margin, unit: 'pp' });
}

/** A mean that lies above a threshold with confidence. */
function above(label: string, values: readonly number[], threshold: number, claim: Claim): Verdict {
  const excess = values.map((value) => value - threshold);
  return ordering(`${label}, less ${threshold} pp`, excess, claim);
}

function isUnstable(label: string, nets: readonly Subnetwork[], claim: Claim): Verdict {
  const values = nets.map(({ instability }) => instability);
  return above(`instability of ${label}`, values, STABLE, claim);
}

function isWorse(label: string, nets: readonly Subnetwork[], claim: Claim): Verdict {
  return above(`error of ${label} above dense`, nets.map(gap), MATCHING, claim);
}

/** The ResNet's subnetworks, by arm, at initialisation and at the best rewinding step. */
function residual(rows: readonly Row[]) {
  const all = subnetworksOf(rows).filter(({ study }) => study === 'ResNet');
  const best = Math.max(...all.map(({ k }) => k));
  const at = (arm: string, k: number) => matching(all, { arm, k }).sort((a, b) => a.seed - b.seed);
  return { all, best, at };
}

/** Whether a seed has subnetworks that match the dense net, and all of these are stable. */
export function matchesOnlyWhereStable(own: readonly Subnetwork[]): boolean {
  const good = own.filter((net) => net.gap < MATCHING);
  return good.length > 0 && good.every(({ instability }) => instability < STABLE);
}

/** Claims 4 and 5. */
export const sparseClaims: readonly Claim[] = [
  {
    id: '4a-no-better-at-init',
    statement:
      'At initialisation, the ResNet’s subnetwork from iterative magnitude pruning is no better than the same mask with new weights or a random mask.',
    source: 'Table 2, and subnetworks by k',
    kind: 'equivalence',
    paperValue: 'no better where unstable (no number given)',
    minimumEffect: MATCHING,
    unit: 'pp',
    check(rows) {
      const { at } = residual(rows);
      return allOf(
        CONTROLS.map((arm) =>
          nonInferior(
            `error of IMP - that of ${arm}, at k = 0`,
            pairedBySeed(at('IMP', 0), at(arm, 0), gap),
            { margin: this.minimumEffect, unit: this.unit },
          ),
        ),
      );
    },
  },
  {
    id: '4b-only-where-stable',
    statement:
      'Subnetworks match the dense net only where they are stable: over arms and rewinding steps, error above dense grows with instability, and in most seeds every subnetwork that matches is stable.',
    source: 'Table 2',
    kind: 'trend',
    paperValue:
      'at k = 0 all that are stable match (LeNet; low rates or warm-up), and none of the unstable (standard ResNet-20, VGG-16, ResNet-50, Inception-v3)',
    minimumEffect: 0.1,
    unit: 'pp/pp',
    check(rows) {
      const { all } = residual(rows);
      const slopes = bySeed(all, (own) =>
        slope(
          own.map(({ instability }) => instability),
          own.map(gap),
        ),
      );
      const seeds = bySeed(all, (own) => (matchesOnlyWhereStable(own) ? 1 : 0));
      return allOf([
        trend('slope of error above dense over instability', slopes, this),
        count(
          'all that match are stable',
          seeds.filter((holds) => holds === 1).length,
          seeds.length,
          { least: 50 },
        ),
      ]);
    },
  },
  {
    id: '4c-lenet-at-init',
    statement:
      'LeNet’s subnetwork from iterative magnitude pruning is stable and matches the dense net at initialisation.',
    source: 'Table 2',
    kind: 'equivalence',
    paperValue: 'stable and matching at k = 0',
    minimumEffect: STABLE,
    unit: 'pp',
    check(rows) {
      const nets = matching(subnetworksOf(rows), { study: 'LeNet', arm: 'IMP', k: 0 });
      return allOf([
        isStable('LeNet’s IMP at k = 0', nets, this.unit),
        isMatching('LeNet’s IMP at k = 0', nets, MATCHING_LENET),
      ]);
    },
  },
  {
    id: '5a-rewinding',
    statement:
      'Set back to its initialisation, the ResNet’s subnetwork from iterative magnitude pruning is unstable and does not match the dense net; set back to an early step instead, it is stable and matches.',
    source: 'Table 2, and subnetworks by k',
    kind: 'ordering',
    paperValue:
      'unstable and not matching at 0; stable and matching from iteration 500 (ResNet-20) and 1,000 (VGG-16)',
    minimumEffect: 0,
    unit: 'pp',
    check(rows) {
      const { at, best } = residual(rows);
      const [early, late] = [at('IMP', 0), at('IMP', best)];
      return allOf([
        isUnstable('IMP at k = 0', early, this),
        isWorse('IMP at k = 0', early, this),
        isStable(`IMP at k = ${best}`, late, this.unit),
        isMatching(`IMP at k = ${best}`, late, MATCHING),
      ]);
    },
  },
  {
    id: '5b-not-the-controls',
    statement:
      'It is mask and weights together that rewinding helps: it gains accuracy for iterative magnitude pruning, more than for new weights or for random masks, which stay unstable and do not match.',
    source: 'Subnetworks by k',
    kind: 'ordering',
    paperValue: 'controls unstable and not matching at all k (no numbers)',
    minimumEffect: 0,
    unit: 'pp',
    check(rows) {
      const { at, best } = residual(rows);
      const gain = (arm: string) => pairedBySeed(at(arm, 0), at(arm, best), gap);
      const ticket = gain('IMP');
      return allOf([
        ordering(`accuracy of IMP, k = ${best} - k = 0`, ticket, this),
        ...CONTROLS.flatMap((arm) => {
          const control = gain(arm);
          const label = `${arm} at k = ${best}`;
          return [
            ordering(
              `that gain, IMP - ${arm}`,
              ticket.map((own, i) => own - control[i]),
              this,
            ),
            isUnstable(label, at(arm, best), this),
            isWorse(label, at(arm, best), this),
          ];
        }),
      ]);
    },
  },
];
