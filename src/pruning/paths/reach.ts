import type { Mask } from '../../models/mask.js';
import { blocksOf, type GruWire, type WeightWire } from './wiring.js';

/** Which outputs of a weight a signal reaches that is in the `alive` units. */
export function reached(wire: WeightWire, bits: Uint8Array, alive: Uint8Array): Uint8Array {
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

/** Which units reach one of the `useful` outputs of a weight. */
export function reaching(wire: WeightWire, bits: Uint8Array, useful: Uint8Array): Uint8Array {
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

/** The survivors of a weight that lead from `alive` units to `useful` outputs. */
export function between(
  wire: WeightWire,
  bits: Uint8Array,
  alive: Uint8Array,
  useful: Uint8Array,
): Uint8Array {
  const { length, perOutput, firstUnit } = blocksOf(wire);
  const on = bits.slice();
  for (let o = 0; o < wire.outputs; o++) {
    const first = firstUnit(o);
    let start = o * perOutput * length;
    for (let u = first; u < first + perOutput; u++, start += length) {
      if (useful[o] === 0 || alive[u] === 0) on.fill(0, start, start + length);
    }
  }
  return on;
}

/** Which units of a GRU a signal reaches by its last step that is in the `alive` channels. */
export function reachedByGru(wire: GruWire, mask: Mask, alive: Uint8Array): Uint8Array {
  return fedUnits(wire, mask, alive)[wire.steps - 1];
}

/** Which channels reach one of the `useful` units of a GRU by its last step. */
export function reachingThroughGru(wire: GruWire, mask: Mask, useful: Uint8Array): Uint8Array {
  const units = feedingUnits(wire, mask, useful)[wire.steps - 1];
  return reaching(wire.input, mask[wire.input.parameter], ofAllGates(units));
}

/** The survivors of both weights of a GRU that lead from `alive` channels to `useful` units. */
export function betweenInGru(
  wire: GruWire,
  mask: Mask,
  alive: Uint8Array,
  useful: Uint8Array,
): Mask {
  const { input, recurrent, steps } = wire;
  const fed = fedUnits(wire, mask, alive);
  const feeding = feedingUnits(wire, mask, useful);
  const bits = mask[recurrent.parameter];
  const inTime = new Uint8Array(bits.length);
  for (let before = 0; before < steps - 1; before++) {
    const after = ofAllGates(feeding[steps - 2 - before]);
    between(recurrent, bits, fed[before], after).forEach((bit, i) => (inTime[i] |= bit));
  }
  return {
    [input.parameter]: between(input, mask[input.parameter], alive, ofAllGates(feeding[steps - 1])),
    [recurrent.parameter]: inTime,
  };
}

/** Which units `alive` channels reach by at most 0, 1, ... steps - 1 recurrent weights. */
function fedUnits({ input, recurrent, steps }: GruWire, mask: Mask, alive: Uint8Array) {
  const start = ofAnyGate(reached(input, mask[input.parameter], alive));
  return growing(start, steps, (units) =>
    ofAnyGate(reached(recurrent, mask[recurrent.parameter], units)),
  );
}

/** Which units reach `useful` ones by at most 0, 1, ... steps - 1 recurrent weights. */
function feedingUnits({ recurrent, steps }: GruWire, mask: Mask, useful: Uint8Array) {
  return growing(useful, steps, (units) =>
    reaching(recurrent, mask[recurrent.parameter], ofAllGates(units)),
  );
}

function growing(
  start: Uint8Array,
  steps: number,
  next: (units: Uint8Array) => Uint8Array,
): Uint8Array[] {
  const sets = [start];
  while (sets.length < steps) sets.push(either(sets.at(-1)!, next(sets.at(-1)!)));
  return sets;
}

/** From the rows of the gates r, z, n to units: any of the three will do. */
function ofAnyGate(rows: Uint8Array): Uint8Array {
  const units = rows.length / 3;
  return Uint8Array.from(
    { length: units },
    (_, u) => rows[u] | rows[units + u] | rows[2 * units + u],
  );
}

function ofAllGates(units: Uint8Array): Uint8Array {
  return Uint8Array.of(...units, ...units, ...units);
}

export function either(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.map((bit, i) => bit | b[i]);
}

function survives(bits: Uint8Array, start: number, length: number): boolean {
  for (let i = start; i < start + length; i++) if (bits[i] !== 0) return true;
  return false;
}
