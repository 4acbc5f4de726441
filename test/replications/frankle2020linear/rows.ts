import type { Row } from '../../../src/index.js';

const condition = { study: 'ResNet', arm: 'dense', k: 0, clock: 'continue', round: 0, seed: 1 };

/** A line of three points: test accuracies with running statistics as they are, and measured anew. */
export function lineRows(
  more: object,
  running: readonly number[],
  anew: readonly (number | null)[] = running,
): Row[] {
  const apart = { distance: 3, travelFirst: 4, travelSecond: 8, disagreement: 0.25 };
  return running.map((testAccuracy, i) => ({
    ...condition,
    ...apart,
    ...more,
    what: 'path',
    copy: 0,
    alpha: i / 2,
    testAccuracy,
    reestimatedTestAccuracy: anew[i],
  }));
}

/** The end of a net's training. */
export function netRow(more: object, testAccuracy: number): Row {
  return { ...condition, copy: 0, density: 1, ...more, what: 'net', testAccuracy };
}

/** How a world looks in which the paper is right, and what to turn round in it. */
export interface World {
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

export const right: World = {
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
export function rowsOf(world: World): Row[] {
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
