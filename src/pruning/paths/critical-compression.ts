import { UserError } from '../../errors.js';
import type { Mask } from '../../models/mask.js';
import type { Model } from '../../models/model.js';
import type { Scores } from '../scorer.js';
import { blocksOf, type GruWire, type WeightWire, type Wire, wiring } from './wiring.js';

/** Where pruning by one ranking of all weights first breaks a network. */
export interface CriticalCompression {
  /** rho_cr = N / kept: the largest compression ratio without the break. */
  readonly compressionRatio: number;
  /** The fewest weights that can be kept without the break. */
  readonly kept: number;
  /** The parameter that loses the weight that mattered if one weight fewer is kept. */
  readonly parameter: string;
}

/**
 * The critical compression of a scorer in one shot over all layers, exactly: the largest compression
 * ratio at which no layer is empty (Tanaka et al. 2020, section 3).
 *
 * Every layer lives as long as its best weight does, so it is N divided by the rank of the worst of
 * these. Ranks as in `allocateGlobal`: larger scores first; equal ones, the lower index first, layers
 * in the order of the mask (of the scores, without one). With a mask only its survivors are ranked.
 * Throws a `UserError` if a layer of the mask is empty, or a score is not a number.
 */
export function criticalCompression(scores: Scores, mask?: Mask): CriticalCompression {
  const ranking = rankingOf(scores, mask);
  const worst = Object.keys(ranking.offsets)
    .map((parameter) => ({ parameter, best: bestOf(ranking, parameter) }))
    .reduce((a, b) => (precedes(a.best, b.best) ? b : a));
  if (worst.best === nowhere) {
    throw new UserError(
      `'${worst.parameter}' has no weights left, so that there is no compression ratio at which no ` +
        'layer is empty. Start from a mask without collapsed layers, or from none.',
    );
  }
  return broken(ranking, worst.best);
}

/**
 * The same for paths: the largest compression ratio at which a path of surviving weights leads from
 * the input to the output (channels as in `effectiveMask`).
 *
 * Of all paths, that which lasts longest is the one whose worst weight ranks best; it is found in one
 * pass. Throws a `UserError` if not even the mask has a path.
 */
export function criticalCompressionByPath(
  model: Model,
  scores: Scores,
  mask?: Mask,
): CriticalCompression {
  const ranking = rankingOf(scores, mask);
  const start = Array.from({ length: model.inputShape[0] }, () => everywhere);
  const ends = widest(wiring(model), ranking, start);
  const best = ends.reduce(wider);
  if (best === nowhere) {
    throw new UserError(
      `The mask leaves no path from the input to the output of ${model.name}, so that there is no ` +
        'compression ratio at which one is left. See firstCut for where it ends.',
    );
  }
  return broken(ranking, best);
}

/** All weights that are ranked together. */
interface Ranking {
  readonly scores: Scores;
  readonly mask: Mask | undefined;
  /** The place of each parameter's first weight among all weights. */
  readonly offsets: Readonly<Record<string, number>>;
  readonly size: number;
}

/** A weight by its score and its place among all weights. */
interface Entry {
  readonly score: number;
  readonly place: number;
}

const everywhere: Entry = { score: Infinity, place: -1 };
const nowhere: Entry = { score: -Infinity, place: Infinity };

/** Whether `a` outlives `b`. */
function precedes(a: Entry, b: Entry): boolean {
  return a.score > b.score || (a.score === b.score && a.place < b.place);
}

function wider(a: Entry, b: Entry): Entry {
  return precedes(a, b) ? a : b;
}

function rankingOf(scores: Scores, mask: Mask | undefined): Ranking {
  const offsets: Record<string, number> = {};
  let size = 0;
  const ranked: Readonly<Record<string, ArrayLike<number>>> = mask ?? scores;
  for (const [name, { length }] of Object.entries(ranked)) {
    const values = scores[name];
    if (values?.length !== length) {
      throw new UserError(
        `'${name}' has ${length} weights, but ${values?.length ?? 'no'} scores. Score all of them.`,
      );
    }
    for (let i = 0; i < length; i++) {
      if (Number.isNaN(values[i]) && mask?.[name][i] !== 0) {
        throw new UserError(`The score of weight ${i} of '${name}' is not a number.`);
      }
    }
    offsets[name] = size;
    size += length;
  }
  if (size === 0) throw new UserError('There are no scores. Give those of all prunable weights.');
  return { scores, mask, offsets, size };
}

/** The best of some weights of a parameter (of all when left out) that survive. */
function bestOf(
  { scores, mask, offsets }: Ranking,
  parameter: string,
  start = 0,
  end = scores[parameter].length,
): Entry {
  const values = scores[parameter];
  const bits = mask?.[parameter];
  let best = -1;
  for (let i = start; i < end; i++) {
    if (bits?.[i] !== 0 && (best < 0 || values[i] > values[best])) best = i;
  }
  return best < 0 ? nowhere : { score: values[best], place: offsets[parameter] + best };
}

/** For every unit after `wires`, the worst weight of the best path to it. */
function widest(wires: readonly Wire[], ranking: Ranking, start: readonly Entry[]): Entry[] {
  return wires.reduce<Entry[]>(
    (units, wire) => {
      switch (wire.kind) {
        case 'weight':
          return widestThrough(wire, ranking, units);
        case 'gru':
          return widestThroughGru(wire, ranking, units);
        case 'flatten':
          return units.flatMap((unit) => new Array<Entry>(wire.times).fill(unit));
        case 'fork': {
          const shortcut = widest(wire.shortcut, ranking, units);
          return widest(wire.body, ranking, units).map((unit, i) => wider(unit, shortcut[i]));
        }
      }
    },
    [...start],
  );
}

function widestThrough(wire: WeightWire, ranking: Ranking, units: readonly Entry[]): Entry[] {
  const { length, perOutput, firstUnit } = blocksOf(wire);
  return Array.from({ length: wire.outputs }, (_, o) => {
    let widest = nowhere;
    for (let i = 0; i < perOutput; i++) {
      const before = units[firstUnit(o) + i];
      if (!precedes(before, widest)) continue;
      const start = (o * perOutput + i) * length;
      const weight = bestOf(ranking, wire.parameter, start, start + length);
      const worse = precedes(before, weight) ? weight : before;
      if (precedes(worse, widest)) widest = worse;
    }
    return widest;
  });
}

/** One input weight of any gate, then at most one recurrent weight for each further row. */
function widestThroughGru(
  { input, recurrent, steps }: GruWire,
  ranking: Ranking,
  channels: readonly Entry[],
): Entry[] {
  let units = ofAnyGate(widestThrough(input, ranking, channels));
  for (let step = 1; step < steps; step++) {
    const before = units;
    const moved = ofAnyGate(widestThrough(recurrent, ranking, before));
    units = moved.map((unit, i) => wider(unit, before[i]));
    if (units.every((unit, i) => unit.place === before[i].place)) break;
  }
  return units;
}

function ofAnyGate(rows: readonly Entry[]): Entry[] {
  const units = rows.length / 3;
  return rows
    .slice(0, units)
    .map((row, i) => [rows[units + i], rows[2 * units + i]].reduce(wider, row));
}

function broken({ scores, mask, offsets, size }: Ranking, last: Entry): CriticalCompression {
  let kept = 0;
  let parameter = '';
  for (const [name, offset] of Object.entries(offsets)) {
    const values = scores[name];
    const bits = mask?.[name];
    if (offset <= last.place) parameter = name;
    for (let i = 0; i < values.length; i++) {
      if (bits?.[i] === 0) continue;
      if (values[i] > last.score || (values[i] === last.score && offset + i <= last.place)) kept++;
    }
  }
  return { compressionRatio: size / kept, kept, parameter };
}
