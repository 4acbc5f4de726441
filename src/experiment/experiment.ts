/** A value that JSON can hold; configs are made of these. */
export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The settings of a run. */
export type Config = Readonly<Record<string, Json>>;

/** One tidy observation: names to plain values. */
export type Row = Readonly<Record<string, string | number | boolean | null>>;

/** Named arrays that a run leaves for runs built on it, such as trained weights and masks. */
export type Tensors = Readonly<Record<string, Float32Array | Uint8Array>>;

/** What a run may use while it works. */
export interface Context {
  /** Whatever the sweep shares with its workers; experiments know its type (data sets, for one). */
  readonly resources: unknown;
  /** The tensors kept by this run, which must be among `parents(config)`. */
  parent(parent: ParentRun): Tensors;
  /** Keeps tensors beside the rows of this run. */
  keep(tensors: Tensors): void;
  /** Reports how much of the run is done, from 0 to 1. */
  progress(fraction: number): void;
}

/** A run that another one builds on. */
export interface ParentRun {
  readonly experiment: Experiment;
  readonly config: Config;
}

/** A named and versioned procedure: config in, tidy rows out. */
export interface Experiment {
  readonly name: string;
  /** Raise it whenever the same config gives other rows; old results are then left alone. */
  readonly version: number;
  /** Settings equal to these are left out of a run's name, so a new option keeps old names. */
  readonly defaults: Config;
  /** Throws a `UserError` if the config, with its defaults filled in, makes no sense. */
  check(config: Config): void;
  /**
   * The same config with every setting that cannot matter for it put back to its default, so that
   * equal work has one name: a dense net is the same whatever the pruner it is not pruned by.
   */
  normalise(config: Config): Config;
  /** The runs whose kept tensors this one needs, of this experiment or of others. */
  parents(config: Config): readonly ParentRun[];
  /** The work of a run, in any unit that is proportional to its time. */
  cost(config: Config): number;
  /** Seconds per unit of cost on an ordinary processor, for estimates before anything is measured. */
  readonly typicalPace: number;
  run(config: Config, context: Context): readonly Row[];
}

/** One run that a replication asks for. */
export interface RunSpec {
  readonly experiment: Experiment;
  readonly config: Config;
  /** What the replication calls this run (its arm, for example); added to each of its rows. */
  readonly labels: Row;
}

/** Where a result comes from. */
export interface Provenance {
  /** Commit of the working tree, and whether it had changes; null outside a repository. */
  readonly commit: string | null;
  readonly dirty: boolean | null;
  /** prunelab, node and v8. */
  readonly versions: Readonly<Record<string, string>>;
  /** The engine that ran it, with its checksum. */
  readonly engine: Readonly<Record<string, string>>;
  /** The processor. */
  readonly device: string;
  /** sha256 of every data set, by name. */
  readonly datasets: Readonly<Record<string, string>>;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly seconds: number;
  readonly host: string;
  readonly launcher: string;
}
