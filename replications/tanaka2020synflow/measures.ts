import { groupBy, numbers, pairedBySeed, type Row } from '../../src/index.js';

/** Rows of one study. */
export function ofStudy(rows: readonly Row[], study: string): Row[] {
  return rows.filter((row) => row.study === study);
}

/** How far one arm can be pruned with one seed. */
export interface Critical {
  readonly arm: string;
  readonly seed: number;
  readonly model: string;
  /** log10 of the largest compression on the grid up to which no layer is empty. */
  readonly byLayer: number;
  /** The same up to which a path from input to output is left. */
  readonly byPath: number;
  /** The layer that empties first, and the compression (log10) that empties it; null if on a grid only. */
  readonly firstEmpty: string | null;
}

/** Steps of the grid of exponents. */
export const STEP = 0.25;

/** The exponent a of a density 10^-a on the grid. */
export function exponentOf(density: number): number {
  return Math.round(-Math.log10(density) / STEP) * STEP;
}

/** The critical compressions of a study; a net that is dead at the first exponent counts a step less. */
export function criticals(rows: readonly Row[], study: string): Critical[] {
  return groupBy(ofStudy(rows, study), ['arm', 'seed', 'model']).map((net) => {
    const [{ arm, seed, model, firstEmpty }] = net;
    const masks = groupBy(net, ['density'])
      .map((layers) => ({
        exponent: exponentOf(Number(layers[0].density)),
        byLayer: layers.every((layer) => Number(layer.kept) > 0),
        byPath: layers[0].connected === true,
      }))
      .sort((a, b) => a.exponent - b.exponent);
    const last = (alive: 'byLayer' | 'byPath'): number => {
      const dead = masks.findIndex((mask) => !mask[alive]);
      if (dead === 0) return masks[0].exponent - STEP;
      return masks.at(dead < 0 ? -1 : dead - 1)!.exponent;
    };
    return {
      arm: String(arm),
      seed: Number(seed),
      model: String(model),
      byLayer: last('byLayer'),
      byPath: last('byPath'),
      firstEmpty: typeof firstEmpty === 'string' ? firstEmpty : null,
    };
  });
}

/** log10 of the largest compression that leaves every layer a weight, by model. */
export function maxExponents(rows: readonly Row[], study: string): Map<string, number> {
  return new Map(
    groupBy(ofStudy(rows, study), ['model']).map((of) => {
      const [layers] = groupBy(of, ['arm', 'seed', 'density']);
      const size = numbers(layers, 'size').reduce((a, b) => a + b, 0);
      return [String(of[0].model), Math.log10(size / layers.length)];
    }),
  );
}

/** A trained net, at the end of its training. */
export interface Trained {
  readonly study: string;
  readonly arm: string;
  readonly seed: number;
  /** log10 of its compression. */
  readonly exponent: number;
  /** Percent. */
  readonly accuracy: number;
}

/** The trained nets of some studies; a dense net has exponent 0. */
export function trained(rows: readonly Row[], ...studies: readonly string[]): Trained[] {
  return rows
    .filter((row) => studies.includes(String(row.study)) && typeof row.trainAccuracy === 'number')
    .map((row) => ({
      study: String(row.study),
      arm: String(row.arm),
      seed: Number(row.seed),
      exponent: Number(row.exponent),
      accuracy: 100 * Number(row.testAccuracy),
    }));
}

/** The nets of one arm at one compression. */
export function netsOf(all: readonly Trained[], arm: string, exponent: number): Trained[] {
  return all.filter((net) => net.arm === arm && net.exponent === exponent);
}

/** By how many points some nets are more accurate than others, seed by seed. */
export function gains(nets: readonly Trained[], controls: readonly Trained[]): number[] {
  return pairedBySeed(nets, controls, ({ accuracy }) => accuracy);
}

/** The compressions in `all`, upwards, the dense net's left out. */
export function exponentsIn(all: readonly Trained[]): number[] {
  const found = new Set(all.map(({ exponent }) => exponent).filter((exponent) => exponent > 0));
  return [...found].sort((a, b) => a - b);
}

/** `10², 10^2.5`: a compression in words. */
export function power(exponent: number): string {
  return `10^${exponent}`;
}
