import assert from 'node:assert/strict';
import { claims } from '../../../../replications/lee2019snip/claims/index.js';
import type { Outcome, Row, Verdict } from '../../../../src/index.js';
import { classRows, netRows } from '../../../support/snip-rows.js';

function verdictOf(id: string, rows: readonly Row[]): Verdict {
  const claim = claims.find((each) => each.id === id);
  assert.ok(claim, id);
  return claim.check(rows);
}

/** SNIP worse than dense by `loss` percentage points, give or take `spread` over the seeds. */
function afterPruning(study: string, kept: number, loss: number, spread?: number): Row[] {
  return [
    ...netRows({ study, arm: 'dense', kept: 1, spread: 0 }),
    ...netRows({ study, arm: 'SNIP', kept, error: 2 + loss, spread }),
  ];
}

/** An arm worse than SNIP by `gap`, at several densities. */
function besides(arm: string, densities: readonly number[], gap: number, spread?: number): Row[] {
  return densities.flatMap((kept) => [
    ...netRows({ study: 'plain', arm: 'SNIP', kept, spread: 0 }),
    ...netRows({ study: 'plain', arm, kept, error: 2 + gap, spread }),
  ]);
}

/** Errors that fall by `step` with every decade of the scoring batch; from ten on, by `later`. */
function byBatch(step: number, later = step, spread?: number): Row[] {
  return [0.1, 0.02].flatMap((kept) =>
    [1, 10, 100, 1000].flatMap((examples, i) => {
      const error = 10 - (i === 0 ? 0 : step + (i - 1) * later);
      const arm = 'SNIP';
      // Seeds differ by more at one end, so that their slopes differ.
      const own = i === 3 ? spread : 0;
      return netRows({ study: 'batch', arm, kept, examples, error, spread: own });
    }),
  );
}

function afterDraws(study: string, gap: number, spread?: number): Row[] {
  return [
    ...netRows({ study, arm: 'variance scaling', kept: 0.1, spread: 0 }),
    ...netRows({ study, arm: 'normal, deviation 1', kept: 0.1, error: 2 + gap, spread }),
    ...netRows({ study, arm: 'normal, deviation 0.1', kept: 0.1, error: 90 }),
  ];
}

function fitted(labels: string, gap: number, spread?: number): Row[] {
  return [
    ...netRows({ study: 'fitting', arm: 'dense', kept: 1, labels, spread: 0 }),
    ...netRows({ study: 'fitting', arm: 'SNIP', kept: 0.01, labels, trainLoss: gap, spread }),
  ];
}

const bothMaps = (own: number, other: number, spread?: number): Row[] => [
  ...classRows(1, { own, other, spread }),
  ...classRows(100, { own, other, spread }),
];

/** Rows that lead to each outcome. */
const cases: Readonly<Record<string, Readonly<Record<Outcome, readonly Row[]>>>> = {
  '1a-ninety': {
    supported: afterPruning('plain', 0.1, 0.2),
    refuted: afterPruning('plain', 0.1, 0.8),
    inconclusive: afterPruning('plain', 0.1, 0.5),
  },
  '1b-ninety-five': {
    supported: afterPruning('plain', 0.05, 0.2),
    refuted: afterPruning('plain', 0.05, 0.8),
    inconclusive: afterPruning('plain', 0.05, 0.5),
  },
  '1c-ninety-eight': {
    supported: afterPruning('plain', 0.02, 1.2),
    refuted: afterPruning('plain', 0.02, 1.8),
    inconclusive: afterPruning('plain', 0.02, 1.5),
  },
  '1d-control': {
    supported: besides('random', [0.05, 0.02, 0.01], 2),
    refuted: [...besides('random', [0.05, 0.02], 2), ...besides('random', [0.01], 0.2)],
    inconclusive: [...besides('random', [0.05, 0.02], 2), ...besides('random', [0.01], 1, 6)],
  },
  '1e-new-weights': {
    supported: besides('SNIP, new weights', [0.1, 0.05, 0.02], 0.1),
    refuted: besides('SNIP, new weights', [0.1, 0.05, 0.02], -1),
    inconclusive: besides('SNIP, new weights', [0.1, 0.05, 0.02], 0.5),
  },
  '2a-convolutional': {
    supported: afterPruning('convolutional', 0.02, 0.2),
    refuted: afterPruning('convolutional', 0.02, 2),
    inconclusive: afterPruning('convolutional', 0.02, 0.5),
  },
  '2b-convolutional-extreme': {
    supported: afterPruning('convolutional', 0.01, 0.5),
    refuted: afterPruning('convolutional', 0.01, 2),
    inconclusive: afterPruning('convolutional', 0.01, 1),
  },
  '4a-batch': {
    supported: byBatch(0.2),
    refuted: byBatch(-0.2),
    inconclusive: byBatch(0.06, 0.06, 3),
  },
  '4b-batch-beyond-ten': {
    supported: byBatch(0.2),
    refuted: byBatch(2, 0.005),
    inconclusive: byBatch(2, 0.05, 1),
  },
  '5a-draw-recurrent': {
    supported: afterDraws('draws-recurrent', 40),
    refuted: afterDraws('draws-recurrent', 1),
    inconclusive: afterDraws('draws-recurrent', 6, 90),
  },
  '5b-draw-plain': {
    supported: afterDraws('draws-plain', 0.1),
    refuted: afterDraws('draws-plain', 3),
    inconclusive: afterDraws('draws-plain', 0.5),
  },
  '6a-class': {
    supported: bothMaps(0.8, 0.4),
    refuted: [
      ...classRows(1, { own: 0.41, other: 0.4 }),
      ...classRows(100, { own: 0.8, other: 0.4 }),
    ],
    inconclusive: bothMaps(0.5, 0.1),
  },
  '6b-class-permuted': {
    supported: classRows(1, { own: 0.5, other: 0.4 }),
    refuted: classRows(1, { own: 0.3, other: 0.4 }),
    inconclusive: classRows(1, { own: 0.4, other: 0.4 }),
  },
  '7a-random-labels': {
    supported: fitted('random', 2),
    refuted: fitted('random', 0.1),
    inconclusive: fitted('random', 0.6, 5),
  },
  '7b-true-labels': {
    supported: fitted('true', 0.04),
    refuted: fitted('true', 1),
    inconclusive: fitted('true', 0.1),
  },
};

describe('claims about SNIP', () => {
  it('has a case for every claim', () => {
    assert.deepEqual(
      Object.keys(cases),
      claims.map(({ id }) => id),
    );
  });

  for (const [id, rowsFor] of Object.entries(cases)) {
    for (const [outcome, rows] of Object.entries(rowsFor)) {
      it(`${id} can be ${outcome}`, () => {
        const { outcome: found, detail } = verdictOf(id, rows);
        assert.equal(found, outcome, detail);
      });
    }
  }

  it('counts what is lost in percentage points of error, as the margins do', () => {
    const { effect } = verdictOf('1a-ninety', afterPruning('plain', 0.1, 0.2));
    assert.ok(Math.abs(effect + 0.2) < 1e-9, `${effect}`);
  });

  it('refutes a claim about maps that are clear but of no digit in particular', () => {
    const { outcome, label } = verdictOf('6a-class', bothMaps(0.8, 0.79));
    assert.deepEqual([outcome, label], ['refuted', 'own digit - other digits, 1 example']);
  });

  it('measures slopes per decade', () => {
    const { effect } = verdictOf('4b-batch-beyond-ten', byBatch(2, 0.3));
    assert.ok(Math.abs(effect - 0.3) < 1e-9, `${effect}`);
  });
});
