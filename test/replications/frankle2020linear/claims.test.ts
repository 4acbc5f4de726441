import assert from 'node:assert/strict';
import { claims } from '../../../replications/frankle2020linear/claims/index.js';
import { tables } from '../../../replications/frankle2020linear/tables.js';
import { checkClaims, type Row } from '../../../src/index.js';
import { lineRows, netRow } from './rows.js';

/** How a world looks in which the paper is right, and what to turn round in it. */
interface World {
  readonly lenet: number;
  readonly control: number;
  readonly restart: number;
  readonly tickets: readonly {
    readonly k: number;
    readonly barrier: number;
    readonly gap: number;
  }[];
  readonly distance: number;
}

const right: World = {
  lenet: 0.5,
  control: 30,
  restart: 4.5,
  tickets: [
    { k: 0, barrier: 20, gap: 4 },
    { k: 100, barrier: 0.5, gap: -1 },
  ],
  distance: 3,
};

/** Rows of nine seeds, each a little different; barriers and gaps in percentage points. */
function rowsOf(world: World): Row[] {
  return Array.from({ length: 9 }, (_, i) => i + 1).flatMap((seed) => {
    const shift = (seed - 5) / 50;
    const line = (more: object, height: number): Row[] => {
      const middle = 0.5 - (height + shift) / 100;
      return lineRows({ seed, distance: world.distance, ...more }, [0.5, middle, 0.5]);
    };
    const net = (more: object, gap: number): Row =>
      netRow({ seed, ...more }, 0.5 - (gap + shift) / 100);
    const pruned = { round: 8, density: 0.168 };
    const lenet = { study: 'LeNet' };
    return [
      ...line(lenet, world.lenet),
      ...line({ ...lenet, arm: 'two inits' }, world.control),
      ...line({ ...lenet, ...pruned, arm: 'IMP' }, 0.5),
      net(lenet, 0),
      net({ ...lenet, ...pruned, arm: 'IMP', copy: 1 }, 0),
      ...[20, 10, 5, 1].flatMap((height, i) => line({ k: [0, 20, 100, 500][i] }, height)),
      ...line({ k: 100, clock: 'restart' }, world.restart),
      net({}, 0),
      ...world.tickets.flatMap(({ k, barrier, gap }) => [
        ...line({ ...pruned, k, arm: 'IMP' }, barrier),
        net({ ...pruned, k, arm: 'IMP', copy: 1 }, gap),
        ...['reinit', 'random'].flatMap((arm) => [
          ...line({ ...pruned, k, arm }, 20),
          net({ ...pruned, k, arm, copy: 1 }, 4),
        ]),
      ]),
      ...[1, 8, 20].flatMap((round, i) => {
        const rung = { k: 100, round, density: [0.8, 0.168, 0.012][i] };
        return [
          net({ ...rung, arm: 'IMP' }, [0, -1, 20][i]),
          net({ ...rung, arm: 'random' }, [0, 8, 30][i]),
        ];
      }),
    ];
  });
}

function outcomesIn(world: World): Record<string, string> {
  const verdicts = checkClaims(claims, rowsOf(world));
  return Object.fromEntries(claims.map(({ id }, i) => [id, verdicts[i].outcome]));
}

describe('claims of frankle2020linear', () => {
  it('are all supported where the paper is right', () => {
    for (const [id, outcome] of Object.entries(outcomesIn(right))) {
      assert.equal(outcome, 'supported', id);
    }
  });

  it('can be refuted, each by what it is about', () => {
    const flat = right.tickets.map(({ k }) => ({ k, barrier: 0.5, gap: -1 }));
    for (const [id, change] of [
      ['1a-lenet-stable', { lenet: 6 }],
      ['1a-control', { control: 0.5 }],
      ['1c-not-the-same-net', { distance: 0 }],
      ['3-state-not-clock', { restart: 12 }],
      ['4a-no-better-at-init', { tickets: flat }],
      ['5a-rewinding', { tickets: flat }],
      ['7-apart', { distance: 0.1 }],
    ] as [string, Partial<World>][]) {
      assert.equal(outcomesIn({ ...right, ...change })[id], 'refuted', id);
    }
  });

  it('leave room for twelve of them under Holm’s correction', () => {
    assert.ok(claims.filter(({ kind }) => kind !== 'identity').length <= 12);
  });
});

describe('tables of frankle2020linear', () => {
  it('list the lines and the cells of claim 4', () => {
    const rows = rowsOf(right);
    const [lines, cells] = tables.map((table) => table.lines(rows));
    assert.deepEqual(lines[0].slice(0, 3), ['LeNet, dense, k = 0', '9', '0.5 [0.4, 0.6]']);
    assert.deepEqual(lines[0].slice(4), ['50.0 [50.0, 50.0]', '25.0 [25.0, 25.0]']);
    assert.deepEqual(cells, [
      ['IMP, k = 0', '0', '0', '0', '9'],
      ['reinit, k = 0', '0', '0', '0', '9'],
      ['random, k = 0', '0', '0', '0', '9'],
      ['IMP, k = 100', '9', '0', '0', '0'],
      ['reinit, k = 100', '0', '0', '0', '9'],
      ['random, k = 100', '0', '0', '0', '9'],
    ]);
    for (const table of tables) {
      assert.ok(table.lines(rows).every((line) => line.length === table.columns.length));
    }
  });
});
