import { checkMask, kept, type Mask } from '../models/mask.js';
import { type Model, prunableSize } from '../models/model.js';
import { blocksOf, type WeightWire, weightWires, type Wire, wiring } from './wiring.js';

/**
 * Keeps of a mask only the weights that lie on a path of surviving weights from an input to an
 * output: the others change nothing (Vysogorets & Kempe 2021).
 *
 * Paths lead through units: features of dense layers, channels of convolutions. Weight (o, i, y, x)
 * is on a path if it survives, the input reaches channel i, and channel o reaches the output;
 * where in the picture is ignored, so that a signal that only moves out of the picture counts.
 * Identity shortcuts let everything through. Biases make no paths: a unit that only its bias feeds
 * is a constant.
 */
export function effectiveMask(model: Model, mask: Mask): Mask {
  checkMask(model, mask);
  const wires = wiring(model);
  const fromInput = new Map<WeightWire, Uint8Array>();
  const toOutput = new Map<WeightWire, Uint8Array>();
  forward(wires, mask, everyUnit(model.inputShape[0]), fromInput);
  backward(wires, mask, everyUnit(model.numClasses), toOutput);
  return Object.fromEntries(
    weightWires(wires).map((wire) => [
      wire.parameter,
      between(wire, mask, fromInput.get(wire)!, toOutput.get(wire)!),
    ]),
  );
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
      return wire.kind === 'fork'
        ? [...cutIn(wire.body, mask, alive), ...cutIn(wire.shortcut, mask, alive)]
        : wire.kind === 'weight'
          ? [wire.parameter]
          : [];
    }
    alive = next;
  }
  return [];
}

/** Which units the input reaches after `wires`; notes what reaches each weight in `seen`. */
function forward(
  wires: readonly Wire[],
  mask: Mask,
  input: Uint8Array,
  seen?: Map<WeightWire, Uint8Array>,
): Uint8Array {
  return wires.reduce((alive, wire) => {
    switch (wire.kind) {
      case 'weight':
        seen?.set(wire, alive);
        return reached(wire, mask[wire.parameter], alive);
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

/** Which units before `wires` reach the output; notes what each weight can reach it by in `seen`. */
function backward(
  wires: readonly Wire[],
  mask: Mask,
  output: Uint8Array,
  seen: Map<WeightWire, Uint8Array>,
): Uint8Array {
  return wires.reduceRight((useful, wire) => {
    switch (wire.kind) {
      case 'weight':
        seen.set(wire, useful);
        return reaching(wire, mask[wire.parameter], useful);
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

function reached(wire: WeightWire, bits: Uint8Array, alive: Uint8Array): Uint8Array {
  const { length, perOutput, firstUnit } = blocksOf(wire);
  const outputs = new Uint8Array(wire.outputs);
  for (let o = 0; o < outputs.length; o++) {
    const first = firstUnit(o);
    let start = o * perOutput * length;
    for (let u = first; u < first + perOutput; u++, start += length) {
      if (alive[u] === 1 && survives(bits, start, length)) {
        outputs[o] = 1;
        break;
      }
    }
  }
  return outputs;
}

function reaching(wire: WeightWire, bits: Uint8Array, useful: Uint8Array): Uint8Array {
  const { length, perOutput, firstUnit } = blocksOf(wire);
  const units = new Uint8Array(wire.units);
  for (let o = 0; o < useful.length; o++) {
    if (useful[o] === 0) continue;
    const first = firstUnit(o);
    let start = o * perOutput * length;
    for (let u = first; u < first + perOutput; u++, start += length) {
      if (units[u] === 0 && survives(bits, start, length)) units[u] = 1;
    }
  }
  return units;
}

function between(
  wire: WeightWire,
  mask: Mask,
  fromInput: Uint8Array,
  toOutput: Uint8Array,
): Uint8Array {
  const { length, perOutput, firstUnit } = blocksOf(wire);
  const bits = mask[wire.parameter].slice();
  for (let o = 0; o < wire.outputs; o++) {
    const first = firstUnit(o);
    let start = o * perOutput * length;
    for (let u = first; u < first + perOutput; u++, start += length) {
      if (toOutput[o] === 0 || fromInput[u] === 0) bits.fill(0, start, start + length);
    }
  }
  return bits;
}

function survives(bits: Uint8Array, start: number, length: number): boolean {
  for (let i = start; i < start + length; i++) if (bits[i] !== 0) return true;
  return false;
}

function either(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.map((bit, i) => bit | b[i]);
}

function everyUnit(count: number): Uint8Array {
  return new Uint8Array(count).fill(1);
}
