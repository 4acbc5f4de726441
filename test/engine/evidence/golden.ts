// PyTorch's numbers for an MLP of 20-16-12-5 units, computed with the code of the SynFlow authors.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { type Dataset, makeDataset } from '../../../src/data/dataset.js';
import { mlp } from '../../../src/models/mlp.js';
import type { Parameters } from '../../../src/models/model.js';

type Numbers = Readonly<Record<string, readonly number[]>>;

export interface Golden {
  readonly gradient: Numbers;
  readonly snip: Numbers;
  /** With the logits divided by 200. */
  readonly hessianGradient: Numbers;
  /** For batches of unequal size, whose means are summed. */
  readonly hessianGradientOfTwoBatches: Numbers;
  readonly twoBatches: readonly number[];
  readonly flow: number;
  readonly synflow: Numbers;
}

interface Fixture extends Golden {
  readonly parameters: Record<string, number[]>;
  readonly inputs: number[];
  readonly labels: number[];
}

const fixture = JSON.parse(fs.readFileSync('test/fixtures/synflow-mlp.json', 'utf8')) as Fixture;

export const golden: Golden = fixture;

export const goldenModel = mlp({ inputShape: [1, 1, 20], hidden: [16, 12], numClasses: 5 });

export const goldenParameters: Parameters = Object.fromEntries(
  Object.entries(fixture.parameters).map(([name, values]) => [name, Float32Array.from(values)]),
);

export const goldenData: Dataset = makeDataset({
  name: 'golden',
  split: 'train',
  images: Float32Array.from(fixture.inputs),
  labels: Uint8Array.from(fixture.labels),
  shape: [1, 1, 20],
  numClasses: 5,
  mean: [0],
  deviation: [1],
});

export const goldenExamples = Int32Array.from(fixture.labels, (_, i) => i);

/** Fails unless |a - b| <= relative |b| + absolute max |b| for every value that is expected. */
export function assertNumbersClose(
  actual: Parameters,
  expected: Readonly<Record<string, ArrayLike<number>>>,
  relative: number,
  absolute: number,
): void {
  const largest = Math.max(
    ...Object.values(expected).flatMap((v) => Array.from(v, (value) => Math.abs(value))),
  );
  for (const [name, values] of Object.entries(expected)) {
    assert.equal(actual[name].length, values.length, name);
    for (let i = 0; i < values.length; i++) {
      const error = Math.abs(actual[name][i] - values[i]);
      assert.ok(
        error <= relative * Math.abs(values[i]) + absolute * largest,
        `${name}[${i}] is ${actual[name][i]}, not ${values[i]}`,
      );
    }
  }
}
