import { checkMask, kept, type Mask } from '../../models/mask.js';
import { type Model, prunableSize } from '../../models/model.js';
import {
  between,
  betweenInGru,
  either,
  reached,
  reachedByGru,
  reaching,
  reachingThroughGru,
} from './reach.js';
import { type ParametricWire, parametricWires, type Wire, wiring } from './wiring.js';

/**
 * Keeps of a mask only the weights that lie on a path of surviving weights from an input to an
 * output: the others change nothing (Vysogorets & Kempe 2021).
 *
 * Paths lead through units: features of dense layers, channels of convolutions. Weight (o, i, y, x)
 * is on a path if it survives, the input reaches channel i, and channel o reaches the output;
 * where in the picture is ignored, so that a signal that only moves out of the picture counts.
 * Identity shortcuts let everything through. Biases make no paths: a unit that only its bias feeds
 * is a constant.
 *
 * A unit of a GRU reads a channel, or a unit as it was a row before, if a weight of any of its gates
 * r, z, n to it survives, and holds what it has read; the units of the last row are the output. So a
 * path goes through one input weight and at most T - 1 recurrent ones for a picture of T rows. A path
 * through r or z carries a signal only if something feeds what they scale, be it a bias, and a unit
 * fed by biases alone may scale others: neither is looked at.
 */
export function effectiveMask(model: Model, mask: Mask): Mask {
  checkMask(model, mask);
  const wires = wiring(model);
  const fromInput = new Map<ParametricWire, Uint8Array>();
  const toOutput = new Map<ParametricWire, Uint8Array>();
  forward(wires, mask, everyUnit(model.inputShape[0]), fromInput);
  backward(wires, mask, everyUnit(model.numClasses), toOutput);
  const effective = parametricWires(wires).map((wire): Mask => {
    const ends = [fromInput.get(wire)!, toOutput.get(wire)!] as const;
    if (wire.kind === 'gru') return betweenInGru(wire, mask, ...ends);
    return { [wire.parameter]: between(wire, mask[wire.parameter], ...ends) };
  });
  return Object.assign({}, ...effective) as Mask;
}

/** The fraction of prunable weights that lie on a path from the input to the output. */
export function effectiveDensity(model: Model, mask: Mask): number {
  return kept(effectiveMask(model, mask)) / prunableSize(model);
}

/**
 * How many times fewer weights there are on paths: 1 / effective density, and infinite if there is no
 * path (Vysogorets & Kempe 2021).
 */
export function effectiveCompression(model: Model, mask: Mask): number {
  return 1 / effectiveDensity(model, mask);
}

/** Whether any path of surviving weights leads from the input to the output. */
export function hasPath(model: Model, mask: Mask): boolean {
  return firstCut(model, mask).length === 0;
}

/**
 * The parameter after which no signal is left: nothing that the input reaches goes on from there.
 *
 * None if there is a path. Where a residual layer is cut, there are two: one of its body and one of
 * its shortcut.
 */
export function firstCut(model: Model, mask: Mask): string[] {
  checkMask(model, mask);
  return cutIn(wiring(model), mask, everyUnit(model.inputShape[0]));
}

function cutIn(wires: readonly Wire[], mask: Mask, input: Uint8Array): string[] {
  let alive = input;
  for (const wire of wires) {
    const next = forward([wire], mask, alive);
    if (!next.includes(1)) {
      switch (wire.kind) {
        case 'weight':
          return [wire.parameter];
        case 'gru':
          return [wire.input.parameter];
        case 'flatten':
          return [];
        case 'fork':
          return [...cutIn(wire.body, mask, alive), ...cutIn(wire.shortcut, mask, alive)];
      }
    }
    alive = next;
  }
  return [];
}

/** Which units the input reaches after `wires`; notes what reaches each layer in `seen`. */
function forward(
  wires: readonly Wire[],
  mask: Mask,
  input: Uint8Array,
  seen?: Map<ParametricWire, Uint8Array>,
): Uint8Array {
  return wires.reduce((alive, wire) => {
    switch (wire.kind) {
      case 'weight':
        seen?.set(wire, alive);
        return reached(wire, mask[wire.parameter], alive);
      case 'gru':
        seen?.set(wire, alive);
        return reachedByGru(wire, mask, alive);
      case 'flatten':
        return Uint8Array.from({ length: alive.length * wire.times }, (_, i) => {
          return alive[Math.floor(i / wire.times)];
        });
      case 'fork':
        return either(
          forward(wire.body, mask, alive, seen),
          forward(wire.shortcut, mask, alive, seen),
        );
    }
  }, input);
}

/** Which units before `wires` reach the output; notes what each layer can reach it by in `seen`. */
function backward(
  wires: readonly Wire[],
  mask: Mask,
  output: Uint8Array,
  seen: Map<ParametricWire, Uint8Array>,
): Uint8Array {
  return wires.reduceRight((useful, wire) => {
    switch (wire.kind) {
      case 'weight':
        seen.set(wire, useful);
        return reaching(wire, mask[wire.parameter], useful);
      case 'gru':
        seen.set(wire, useful);
        return reachingThroughGru(wire, mask, useful);
      case 'flatten':
        return Uint8Array.from({ length: useful.length / wire.times }, (_, channel) => {
          const features = useful.subarray(channel * wire.times, (channel + 1) * wire.times);
          return features.includes(1) ? 1 : 0;
        });
      case 'fork':
        return either(
          backward(wire.body, mask, useful, seen),
          backward(wire.shortcut, mask, useful, seen),
        );
    }
  }, output);
}

function everyUnit(count: number): Uint8Array {
  return new Uint8Array(count).fill(1);
}
