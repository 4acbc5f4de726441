import { pruneRetrain, type RunSpec } from '../../src/index.js';

type Settings = Readonly<Record<string, string | number | object>>;

/** A net with its data and training, and what is done to both. */
export interface Subject {
  /** Of `prune-retrain`, without noise and pruning. */
  readonly settings: Settings;
  /** The fraction of the training labels that are drawn anew. */
  readonly noise: number;
  /** Rounds of 20 % after which the net is trained again, upwards from 0. */
  readonly ladder: readonly number[];
}

/** How large the studies of a preset are. */
export interface Scale {
  readonly seeds: readonly number[];
  /** Two hidden layers; every claim but the last is tested on it. */
  readonly main: Subject;
  /** Rounds at which tickets of the main net get new weights. */
  readonly reinit: readonly number[];
  /** Rounds of other criteria and other ways to retrain, whose dense net is the tickets’. */
  readonly variants: Readonly<Record<keyof typeof VARIANTS, readonly number[]>>;
  /** The main net with a smaller fraction of noise. */
  readonly lessNoise: Pick<Subject, 'noise' | 'ladder'>;
  /** Rounds of the main net without noise. */
  readonly clean: readonly number[];
  /** Tickets of the main net that are trained on without their masks, and for how long. */
  readonly redense: { readonly from: readonly number[]; readonly duration: string };
  /** The paper's own net. */
  readonly large: Subject;
  /** Convolutions. */
  readonly pictures: Subject;
  /** Rounds of the convolutions whose learning rate is rewound. */
  readonly rewound: readonly number[];
}

/** Other criteria, and other ways to retrain, by arm. */
const VARIANTS = {
  gradient: { scorer: 'snip' },
  random: { scorer: 'random' },
  'fine-tuned': { start: 'finetune' },
  scratch: { start: 'scratch' },
} as const;

/** For nets of which only the end is looked at. */
const SPARING = { evaluateEvery: '1000ep', measures: [] };

/** Where an arm differs from the subject's tickets. */
interface Course {
  /** Rounds at which its path stops to train. */
  readonly path?: readonly number[];
  /** Those of them that the arm itself trains; the others are other arms' runs. */
  readonly at?: readonly number[];
}

/** What makes the runs of one subject, arm by arm. */
function runsOf(study: string, { settings, ladder, noise }: Subject, seed: number) {
  return (arm: string, more: object = {}, course: Course = {}): RunSpec[] => {
    const { path = ladder, at = path } = course;
    return at.map((round) => ({
      experiment: pruneRetrain,
      config: {
        ...settings,
        seed,
        labelNoise: noise === 0 ? null : { kind: 'uniform', fraction: noise },
        rounds: path.filter((each) => each <= round),
        ...more,
      },
      labels: { study, arm, seed, noise, round },
    }));
  };
}

/** A path of its own that starts at the tickets' dense net. */
function fromDense(at: readonly number[]): Course {
  return { path: [0, ...at], at };
}

/**
 * Every run of a preset. Label noise, first weights and data order of a seed are the same in all arms
 * of a study:
 *
 * - `ticket`: pruned by magnitude, survivors back to their first values; round 0 is the dense net
 * - `reinit`: the ticket's mask with newly drawn weights
 * - `gradient`, `random`: other criteria; survivors back to their first values
 * - `fine-tuned`, `scratch`: pruned by magnitude; survivors keep their weights, or all are drawn anew
 * - `learning-rate rewinding`: survivors keep their weights, the learning rate starts over
 * - `re-dense`: a ticket that has got its pruned weights back, as zeros, and was trained on
 */
export function sparseDescentRuns(scale: Scale): RunSpec[] {
  const { seeds, main, reinit, variants, lessNoise, clean, redense, large, pictures, rewound } =
    scale;
  return seeds.flatMap((seed) => {
    const mainRuns = runsOf('main', main, seed);
    const pictureRuns = runsOf('pictures', pictures, seed);
    const rewind = { start: 'learning-rate-rewind' };
    return [
      ...mainRuns('ticket'),
      ...mainRuns('reinit', { start: 'reinit' }, { at: reinit }),
      ...Object.entries(VARIANTS).flatMap(([arm, more]) =>
        mainRuns(arm, more, fromDense(variants[arm as keyof typeof VARIANTS])),
      ),
      ...runsOf('less noise', { ...main, ...lessNoise }, seed)('ticket', SPARING),
      ...runsOf('clean', { ...main, noise: 0, ladder: clean }, seed)('ticket', SPARING),
      ...mainRuns('re-dense', { redense: redense.duration }, { at: redense.from }),
      ...runsOf('large', large, seed)('ticket'),
      ...pictureRuns('ticket'),
      ...pictureRuns('learning-rate rewinding', rewind, fromDense(rewound)),
    ];
  });
}
