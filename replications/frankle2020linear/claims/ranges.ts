import { allOf, type Claim, nonInferior, ordering, type Row } from '../../../src/index.js';
import { gapOf, matching, type Net, netsOf } from '../measures.js';
import { MATCHING } from './sparse.js';

/** Rounds of pruning at which each range is tested, chosen on the pilot seeds. */
const RANGES = { trivial: 1, tickets: 8, none: 20 } as const;

/** The error above dense, by seed, of the nets of an arm at one rung. */
interface Rung {
  readonly label: string;
  readonly gaps: readonly number[];
}

/** First copies at the best rewinding step, at the rung of the ladder that is nearest to `round`. */
function rungAt(nets: readonly Net[], arm: string, round: number): Rung {
  const ladder = nets.filter((net) => net.study === 'ResNet' && net.copy === 0 && net.round > 0);
  const nearest = ladder.reduce((best, net) =>
    Math.abs(net.round - round) < Math.abs(best.round - round) ? net : best,
  );
  const own = matching(ladder, { arm, round: nearest.round }).sort((a, b) => a.seed - b.seed);
  return {
    label: `${arm} at ${Number((100 * nearest.density).toPrecision(2))} %`,
    gaps: own.map((net) => gapOf(nets, [net], net)),
  };
}

/** Claim 6. */
export const rangeClaims: readonly Claim[] = [
  {
    id: '6-ranges',
    statement:
      'At the best rewinding step there are three ranges of sparsity: random masks match the dense net, then only those of iterative magnitude pruning do, then neither.',
    source: 'Figure 9',
    kind: 'ordering',
    paperValue:
      'random masks match above 80 % of the weights (ResNet-20) or 16.8 % (VGG-16), tickets down to 13.4 % or 1.2 %',
    minimumEffect: 0,
    unit: 'pp',
    check(rows: readonly Row[]) {
      const nets = netsOf(rows);
      const matches = (arm: string, round: number) => {
        const { label, gaps } = rungAt(nets, arm, round);
        const below = gaps.map((gap) => -gap);
        const margin = { margin: MATCHING, unit: this.unit };
        return nonInferior(`dense error - that of ${label}`, below, margin);
      };
      const fails = (arm: string, round: number) => {
        const { label, gaps } = rungAt(nets, arm, round);
        const excess = gaps.map((gap) => gap - MATCHING);
        return ordering(`error of ${label} above dense, less ${MATCHING} pp`, excess, this);
      };
      return allOf([
        matches('random', RANGES.trivial),
        matches('IMP', RANGES.tickets),
        fails('random', RANGES.tickets),
        fails('IMP', RANGES.none),
        fails('random', RANGES.none),
      ]);
    },
  },
];
