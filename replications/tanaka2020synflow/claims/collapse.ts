import {
  allOf,
  type Claim,
  count,
  equivalence,
  groupBy,
  identity,
  orderingBySigns,
  pairedBySeed,
  type Row,
  type Verdict,
} from '../../../src/index.js';
import { type Critical, criticals, maxExponents, ofStudy, STEP } from '../measures.js';

const ONE_SHOT = ['random', 'magnitude', 'SNIP', 'GraSP'];

function paired(all: readonly Critical[], arm: string, control: string): number[] {
  const of = (name: string) => all.filter((net) => net.arm === name);
  return pairedBySeed(of(arm), of(control), ({ byLayer }) => byLayer);
}

const LABELS = { collapse: 'dense layers', 'collapse-narrow': 'VGG-16, narrow' } as const;

/** SynFlow against each method of one shot, on both nets. */
function aheadOfOneShot(rows: readonly Row[], claim: Claim): Verdict[] {
  return Object.entries(LABELS).flatMap(([study, label]) => {
    const all = criticals(rows, study);
    return ONE_SHOT.map((arm) =>
      orderingBySigns(`SynFlow - ${arm}, ${label}`, paired(all, 'SynFlow', arm), claim),
    );
  });
}

/** How far SynFlow stops short of the largest possible compression. */
function shortfalls(rows: readonly Row[], study: string): { errors: number[]; cases: string[] } {
  const most = maxExponents(rows, study);
  const nets = criticals(rows, study).filter(({ arm }) => arm === 'SynFlow');
  return {
    errors: nets.map(({ model, byLayer }) => most.get(model)! - byLayer),
    cases: nets.map(({ model, seed }) => `${model}, seed ${seed}`),
  };
}

/** How many of the nets of an arm lose first a layer that is the `extreme` in `property`. */
function firstLosses(rows: readonly Row[], arm: string, extreme: 'smallest' | 'largest') {
  const nets = groupBy(
    ofStudy(rows, 'collapse-narrow').filter((row) => row.arm === arm),
    ['seed'],
  );
  const hits = nets.filter((net) => {
    const [layers] = groupBy(net, ['density']);
    const sizes = layers.map((layer) => Number(layer.size));
    const wanted = extreme === 'smallest' ? Math.min(...sizes) : Math.max(...sizes);
    const lost = layers.find(({ layer }) => layer === net[0].firstEmpty);
    return Number(lost?.size) === wanted;
  });
  return { hits: hits.length, nets: nets.length };
}

/** Layer-collapse: how far each method prunes, and which layer it loses first. */
export const collapseClaims: readonly Claim[] = [
  {
    id: '3-critical',
    statement:
      'Random, magnitude, SNIP and GraSP pruning in one shot empty a layer at compressions at which SynFlow does not: its critical compression is larger.',
    source: 'Section 3, Figure 1',
    kind: 'ordering',
    paperValue:
      'log10 of the critical compression on VGG-16: magnitude 2.75, random 3.33, SNIP 3.58, GraSP 3.58, SynFlow 5.92',
    minimumEffect: 0.5,
    unit: 'decades',
    check(rows) {
      return allOf(aheadOfOneShot(rows, this));
    },
  },
  {
    id: '3b-maximal',
    statement:
      'SynFlow in 100 rounds reaches the largest possible compression, to a step of the grid: on dense layers, a narrow VGG-16, and VGG-16 of the paper’s size.',
    source: 'Section 5, theorem 3',
    kind: 'identity',
    paperValue: 'critical compression 10^5.92 of at most 10^6.02',
    minimumEffect: STEP,
    unit: 'decades',
    check(rows) {
      return allOf(
        ['collapse', 'collapse-narrow', 'collapse-full'].map((study) => {
          const { errors, cases } = shortfalls(rows, study);
          const options = { tolerance: this.minimumEffect, unit: this.unit, cases };
          return identity(`largest compression - SynFlow’s (${study})`, errors, options);
        }),
      );
    },
  },
  {
    id: '4-where',
    statement:
      'Random pruning empties the smallest layer first, magnitude pruning a widest one (in VGG those are the largest), SNIP and GraSP a largest one (a narrow VGG-16).',
    source: 'Section 3, Figure 2',
    kind: 'existence',
    paperValue: 'in words, on VGG-19 and ImageNet',
    minimumEffect: 50,
    unit: '% of seeds',
    check(rows) {
      const expected = {
        random: 'smallest',
        magnitude: 'largest',
        SNIP: 'largest',
        GraSP: 'largest',
      } as const;
      return allOf(
        Object.entries(expected).map(([arm, extreme]) => {
          const { hits, nets } = firstLosses(rows, arm, extreme);
          const label = `${arm} empties a ${extreme} layer first`;
          return count(label, hits, nets, { least: this.minimumEffect });
        }),
      );
    },
  },
  {
    id: '5-schedule',
    statement:
      'In 100 rounds of the exponential schedule no round cuts as much as the whole flow, even on the way to 10^3; with the linear schedule one does.',
    source: 'Section 5, Figure 7',
    kind: 'existence',
    paperValue: 'largest cut over flow at 10^3 on VGG-19: 0.67 exponential, 14.4 linear',
    minimumEffect: 50,
    unit: '% of seeds',
    check(rows) {
      const counts = ofStudy(rows, 'schedule').map((row) => Number(row.rounds));
      const most = Math.max(...counts);
      const largest = (arm: string) =>
        groupBy(
          ofStudy(rows, 'schedule').filter(
            (row) => row.arm === arm && row.exponent === 3 && row.rounds === most,
          ),
          ['seed'],
        ).map((rounds) => Math.max(...rounds.map((row) => Number(row.ratio))));
      const exponential = largest('exponential');
      const linear = largest('linear');
      const below = exponential.filter((ratio) => ratio < 1).length;
      const above = linear.filter((ratio) => ratio >= 1).length;
      const rule = { least: this.minimumEffect };
      return allOf([
        count('exponential stays below the flow', below, exponential.length, rule),
        count('linear cuts the whole flow', above, linear.length, rule),
      ]);
    },
  },
  {
    id: 'b-biases',
    statement:
      'With PyTorch’s default biases SynFlow loses its guarantee: its critical compression falls; leaving the biases out of the flow brings it back to within a step.',
    source: 'Not in the paper: the criticism that its nets have no biases',
    kind: 'ordering',
    paperValue: 'none',
    minimumEffect: 1,
    unit: 'decades',
    check(rows) {
      const all = criticals(rows, 'bias');
      const drop = paired(all, 'no biases', 'PyTorch’s defaults');
      const rest = paired(all, 'no biases', 'PyTorch’s defaults, biases left out');
      return allOf([
        orderingBySigns('without biases - with PyTorch’s', drop, this),
        identity('without biases - biases left out of the flow', rest, {
          tolerance: STEP,
          unit: this.unit,
        }),
      ]);
    },
  },
  {
    id: 'i-iteration',
    statement:
      'Iteration alone lifts SNIP’s critical compression, and SynFlow without it collapses earlier than SNIP does.',
    source: 'Not in the paper: the criticism that iteration is the real reason',
    kind: 'ordering',
    paperValue: 'none',
    minimumEffect: 0.5,
    unit: 'decades',
    check(rows) {
      const all = criticals(rows, 'collapse');
      return allOf([
        orderingBySigns('SNIP: many rounds - 1', paired(all, 'SNIP, many rounds', 'SNIP'), this),
        orderingBySigns('1 round: SNIP - SynFlow', paired(all, 'SNIP', 'SynFlow, 1 round'), this),
      ]);
    },
  },
  {
    id: 'i-iteration-suffices',
    statement:
      'Iteration is the whole reason: in 100 rounds SNIP can be pruned as far as SynFlow, to a step of the grid.',
    source: 'Not in the paper: the criticism that iteration is the real reason',
    kind: 'equivalence',
    paperValue: 'none',
    minimumEffect: STEP,
    unit: 'decades',
    check(rows) {
      const all = criticals(rows, 'collapse');
      return equivalence(
        'SynFlow - SNIP, both in many rounds',
        paired(all, 'SynFlow', 'SNIP, many rounds'),
        { margin: this.minimumEffect, unit: this.unit },
      );
    },
  },
];
