import {
  type Config,
  iterative,
  linearPath,
  oneShot,
  pruneRetrain,
  type RunSpec,
} from '../../src/index.js';

/** A net, how it is trained, and how closely the line between two of them is looked at. */
export interface Study {
  /** Settings of `prune-retrain`, `dataset` included. */
  readonly base: Config;
  /** Settings of `linear-path`. */
  readonly path: Config;
}

/**
 * - `IMP`: pruned a bit at a time, survivors set back each time to where the dense net was at step k
 * - `reinit`: the same mask, with newly drawn weights
 * - `random`: as many weights chosen at random, set back to step k
 */
export const ARMS = ['IMP', 'reinit', 'random'] as const;
type Arm = (typeof ARMS)[number];

/** Subnetworks of a study, rewound to some steps. */
export interface Pruning {
  readonly arms: readonly Arm[];
  /** Rewinding steps; 0 is the initialisation. */
  readonly rewinds: readonly number[];
  /** How far subnetworks are pruned whose stability is tested, in the paper's rounds of 20 %. */
  readonly round: number;
}

/** The size of a replication. */
export interface Scale {
  readonly seeds: readonly number[];
  /** LeNet-300-100. */
  readonly plain: Study & { readonly pruning: Pruning };
  /** A residual network. */
  readonly residual: Study & {
    readonly pruning: Pruning;
    /** Steps from which two copies of the dense net are trained. */
    readonly starts: readonly number[];
    /** Those of them from which they are also trained for all the steps. */
    readonly restarts: readonly number[];
    /** Rounds of the ladder on which sparsity ranges are read, rewound to the last of `rewinds`. */
    readonly ladder: readonly number[];
  };
}

type StudyName = 'LeNet' | 'ResNet';

/** What the rows of a run say of it, besides its own columns. */
interface Labels {
  readonly arm: string;
  readonly k: number;
  readonly clock?: 'continue' | 'restart';
  readonly round?: number;
  readonly copy?: number;
}

/** Two rounds of the paper at a time. */
const EVERY = 2;

/** Every run of a replication: nets, and the lines between two copies of them. */
export function allRuns({ seeds, plain, residual }: Scale): RunSpec[] {
  return seeds.flatMap((seed) => [
    ...plainRuns(makerOf('LeNet', plain, seed), plain),
    ...residualRuns(makerOf('ResNet', residual, seed), residual),
  ]);
}

function plainRuns(make: Maker, { pruning }: Scale['plain']): RunSpec[] {
  const inits = [{ copy: 1 }, { copy: 2, start: 'reinit', draw: 1 }];
  return [
    make.net({ arm: 'dense', k: 0, copy: 0 }, {}),
    ...make.pair({ arm: 'dense', k: 0 }, {}),
    make.path({ arm: 'two inits', k: 0 }, inits),
    ...subnetworks(make, pruning),
  ];
}

function residualRuns(make: Maker, study: Scale['residual']): RunSpec[] {
  const { starts, restarts, pruning, ladder } = study;
  const best = Math.max(...pruning.rewinds);
  return [
    make.net({ arm: 'dense', k: 0, copy: 0 }, {}),
    ...starts.flatMap((k) => make.pair({ arm: 'dense', k }, { rewindTo: `${k}it` })),
    ...restarts.flatMap((k) => {
      const settings = { rewindTo: `${k}it`, clock: 'restart' };
      return make.pair({ arm: 'dense', k, clock: 'restart' }, settings);
    }),
    ...subnetworks(make, pruning),
    ...ladder.flatMap((round) =>
      (['IMP', 'random'] as const).map((arm) =>
        make.net({ arm, k: best, round, copy: 0 }, subnetwork(arm, best, round)),
      ),
    ),
  ];
}

/** Pairs of copies of the subnetworks that iterative magnitude pruning finds, and of two controls. */
function subnetworks(make: Maker, { arms, rewinds, round }: Pruning): RunSpec[] {
  return rewinds.flatMap((k) =>
    arms.flatMap((arm) => make.pair({ arm, k, round }, subnetwork(arm, k, round))),
  );
}

/** How a subnetwork of so many rounds is found, and where it starts. */
function subnetwork(arm: Arm, k: number, round: number): Config {
  const rounds = round < EVERY ? oneShot(round) : iterative(round, EVERY);
  const rewound = { rewindTo: `${k}it`, rounds };
  switch (arm) {
    case 'IMP':
      return rewound;
    case 'reinit':
      return { ...rewound, start: 'reinit' };
    case 'random':
      return { ...rewound, rounds: oneShot(round), scorer: 'random' };
  }
}

/** Makes the runs of one study and seed. */
interface Maker {
  net(labels: Labels, settings: Config): RunSpec;
  path(labels: Labels, ends: readonly Config[]): RunSpec;
  /** Two copies that differ in SGD's noise alone, and the line between them. */
  pair(labels: Labels, settings: Config): RunSpec[];
}

function makerOf(
  study: StudyName,
  { base: { dataset, ...base }, path }: Study,
  seed: number,
): Maker {
  const labelled = (what: 'net' | 'path', labels: Labels) => ({
    study,
    what,
    clock: 'continue',
    round: 0,
    copy: 0,
    ...labels,
    seed,
  });
  const make: Maker = {
    net: (labels, settings) => ({
      experiment: pruneRetrain,
      config: { dataset, ...base, seed, copy: labels.copy ?? 0, ...settings },
      labels: labelled('net', labels),
    }),
    path: (labels, ends) => ({
      experiment: linearPath,
      config: { dataset, ...path, ends: ends.map((end) => ({ ...base, seed, ...end })) },
      labels: labelled('path', labels),
    }),
    pair: (labels, settings) => [
      ...[1, 2].map((copy) => make.net({ ...labels, copy }, settings)),
      make.path(
        labels,
        [1, 2].map((copy) => ({ ...settings, copy })),
      ),
    ],
  };
  return make;
}
