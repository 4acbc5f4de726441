import {
  allOf,
  type Claim,
  count,
  groupBy,
  ordering,
  orderingBySigns,
  pairedBySeed,
  type Row,
  slope,
  spearman,
  trend,
} from '../../../src/index.js';
import { at, descents, ladderOf, type Net, netsIn, roundOf } from '../nets.js';
import { mainLadder } from './descent.js';
import { LEVELS, REINIT_AHEAD } from './levels.js';
import { roundsLater } from './robust.js';

const test = (net: Net): number => net.test;

/** Per seed, the rank correlation of distance and test accuracy from the dip to the second maximum. */
function distanceCorrelations(rows: readonly Row[]): number[] {
  const { critical, sweet } = LEVELS.ticket;
  return groupBy(mainLadder(rows), ['seed']).map((own) => {
    const rising = own.filter(({ round }) => round >= critical && round <= sweet);
    return spearman(
      rising.map(({ distance }) => distance),
      rising.map(test),
    );
  });
}

/** Whether the net farthest from its first weights is within two rounds of the minimum. */
function peaksAtDip(nets: readonly Net[], critical: number): boolean {
  const farthest = nets.reduce((far, net) => (net.distance > far.distance ? net : far));
  return Math.abs(farthest.round - critical) <= 2;
}

/** Per seed, how sharpness after re-dense training grows with -ln(density) of where it began. */
function sharpnessSlopes(rows: readonly Row[]): number[] {
  const nets = netsIn(rows);
  return groupBy(ladderOf(nets, { arm: 're-dense' }), ['seed']).map((own) => {
    const tickets = ladderOf(nets).filter(({ seed }) => seed === own[0].seed);
    const sparsity = own.map(({ round }) => -Math.log(at(tickets, round)[0].density));
    return slope(
      sparsity,
      own.map(({ sharpness }) => sharpness),
    );
  });
}

/** Per seed, the loss from the dense net to the frozen dip. */
function dips(rows: readonly Row[], value: (net: Net) => number): Net[] {
  const ladder = mainLadder(rows);
  const dense = at(ladder, 0);
  return at(ladder, LEVELS.ticket.critical).map((net) => ({
    ...net,
    test: value(dense.find(({ seed }) => seed === net.seed)!) - value(net),
  }));
}

/** What goes with double descent: distance, first weights, early stopping, flatness. */
export const explanationClaims: readonly Claim[] = [
  {
    id: '5-distance',
    statement:
      'The distance from the first weights peaks near the dip, and falls as test accuracy rises again.',
    source: 'Figure 9',
    kind: 'trend',
    paperValue: 'in curves, on MNIST; indistinct on CIFAR',
    minimumEffect: 0.5,
    unit: '',
    check(rows) {
      const found = descents(mainLadder(rows));
      const near = found.filter((descent) =>
        peaksAtDip(descent.nets, roundOf(descent, descent.critical)),
      );
      const falls = distanceCorrelations(rows).map((r) => -r);
      return allOf([
        trend('minus the rank correlation of distance and test accuracy', falls, this),
        count('largest distance within two rounds of the dip', near.length, found.length, {
          least: 50,
        }),
      ]);
    },
  },
  {
    id: '6a-reinit-ahead',
    statement:
      'Tickets do not always win: there is a sparsity at which new weights under the same mask test better.',
    source: 'Figures 10, 33 and 34 (ResNet-18)',
    kind: 'ordering',
    paperValue: 'in curves, on CIFAR',
    minimumEffect: 1,
    unit: 'pp',
    check(rows) {
      const renewed = ladderOf(netsIn(rows), { arm: 'reinit' });
      const gain = pairedBySeed(
        at(renewed, REINIT_AHEAD),
        at(mainLadder(rows), REINIT_AHEAD),
        test,
      );
      return ordering(`new weights - ticket after ${REINIT_AHEAD} rounds`, gain, this);
    },
  },
  {
    id: '6b-reinit-earlier',
    statement: 'With new weights the dip comes at lower sparsity than with the ticket’s.',
    source: 'Figures 10, 33 and 34 (ResNet-18)',
    kind: 'ordering',
    paperValue: 'in curves, on CIFAR',
    minimumEffect: 1,
    unit: 'rounds',
    check(rows) {
      const shifts = roundsLater(rows, {}, { arm: 'reinit' }, 'critical');
      return orderingBySigns('round of the minimum, ticket - new weights', shifts, this);
    },
  },
  {
    id: '7-best-epoch',
    statement:
      'Test accuracy at its best epoch hardly dips: the dip is smaller than that after the last epoch.',
    source: 'Figure 11',
    kind: 'ordering',
    paperValue: 'in curves, on CIFAR: a slight dip',
    minimumEffect: 1,
    unit: 'pp',
    check(rows) {
      const last = dips(rows, test);
      const best = dips(rows, (net) => net.best);
      return ordering(
        'dip at the last epoch - dip at the best',
        pairedBySeed(last, best, test),
        this,
      );
    },
  },
  {
    id: '8a-redense',
    statement:
      'A ticket of the sweet phase that gets its pruned weights back and is trained on overfits again: test accuracy falls.',
    source: 'Appendix A.4, Figures 6 and 7',
    kind: 'ordering',
    paperValue: 'in curves',
    minimumEffect: 3,
    unit: 'pp',
    check(rows) {
      const { sweet } = LEVELS.ticket;
      const redense = at(ladderOf(netsIn(rows), { arm: 're-dense' }), sweet);
      const losses = pairedBySeed(at(mainLadder(rows), sweet), redense, test);
      return ordering(`ticket after ${sweet} rounds - re-dense`, losses, this);
    },
  },
  {
    id: '8b-redense-sharper',
    statement:
      'The sparser the ticket, the sharper the minimum that re-dense training ends in (rise in loss along random directions, over ln(1/density)).',
    source: 'Appendix A.4, Figure 8',
    kind: 'trend',
    paperValue: 'in curves',
    minimumEffect: 0.1,
    unit: 'nats/nat',
    check(rows) {
      return trend('slope of sharpness over ln(1/density)', sharpnessSlopes(rows), this);
    },
  },
];
