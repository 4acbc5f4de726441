import assert from 'node:assert/strict';
import { density, denseMask, type Mask } from '../../../src/models/mask.js';
import { mlp } from '../../../src/models/mlp.js';
import { buildModel } from '../../../src/models/register.js';
import { allocateGlobal } from '../../../src/pruning/allocation.js';
import {
  collapsedLayers,
  criticalCompressionOnGrid,
  densityAtExponent,
  layerRemaining,
  maxCompression,
  survival,
} from '../../../src/pruning/paths/collapse.js';
import { assertClose } from '../../support/close.js';
import { goldenMlp } from '../../support/synflow-nets.js';

const bits = (...values: number[]): Uint8Array => Uint8Array.from(values);

describe('layer-collapse', () => {
  it('is an empty layer', () => {
    const mask = { a: bits(1, 0, 1), b: bits(0, 0), c: bits(0, 1) };
    assert.deepEqual(layerRemaining(mask), { a: 2, b: 0, c: 1 });
    assert.deepEqual(collapsedLayers(mask), ['b']);
  });

  it('need not happen up to N / L', () => {
    // The dossier of the paper: 10^6.02 for VGG-16 with 100 classes.
    const vgg = maxCompression(buildModel('vgg-16', [3, 32, 32], 100));
    assert.equal(vgg, 14_761_664 / 14);
    assert.equal(maxCompression(buildModel('resnet-18', [3, 32, 32], 10)), 11_164_352 / 21);
  });

  // What the code of the SynFlow authors keeps of fc1, fc2 and fc3 if `kept` weights of 572 are kept.
  const remaining: [
    string,
    Readonly<Record<string, ArrayLike<number>>>,
    Record<number, number[]>,
  ][] = [
    [
      'magnitude',
      goldenMlp.parameters,
      { 181: [84, 73, 24], 58: [21, 20, 17], 19: [7, 5, 7], 6: [2, 2, 2] },
    ],
    [
      'snip',
      goldenMlp.theirs.scores.snip,
      { 181: [103, 54, 24], 58: [25, 20, 13], 19: [5, 6, 8], 6: [0, 2, 4] },
    ],
    [
      'synflow',
      goldenMlp.theirs.scores.synflow,
      { 181: [57, 76, 48], 58: [5, 21, 32], 19: [0, 1, 18], 6: [0, 0, 6] },
    ],
  ];
  for (const [scorer, values, table] of remaining) {
    it(`is where the authors' code has it: ${scorer}`, () => {
      const all = denseMask(goldenMlp.model);
      const scores = Object.fromEntries(
        Object.keys(all).map((name) => [name, Float32Array.from(values[name], Math.abs)]),
      );
      for (const [kept, expected] of Object.entries(table)) {
        const mask = allocateGlobal(scores, all, Number(kept) / 572);
        assert.deepEqual(Object.values(layerRemaining(mask)), expected);
        const empty = Object.keys(all).filter((_, i) => expected[i] === 0);
        assert.deepEqual(collapsedLayers(mask), empty);
      }
    });
  }
});

describe('critical compression on a grid', () => {
  const model = mlp({ inputShape: [1, 1, 2], hidden: [2], numClasses: 1 });
  const masks: Record<string, Mask> = {
    whole: { 'fc1.weight': bits(1, 1, 1, 1), 'fc2.weight': bits(1, 1) },
    parted: { 'fc1.weight': bits(1, 0, 0, 0), 'fc2.weight': bits(0, 1) },
    collapsed: { 'fc1.weight': bits(0, 0, 0, 0), 'fc2.weight': bits(0, 1) },
  };

  it('is the last exponent up to which the net is alive, in each sense', () => {
    const asked: number[] = [];
    const pruneTo = (wanted: number): Mask => {
      asked.push(wanted);
      return wanted > 0.3 ? masks.whole : wanted > 0.02 ? masks.parted : masks.collapsed;
    };
    const grid = [0, 0.5, 1, 1.5, 2, 2.5, 3];
    const critical = criticalCompressionOnGrid(grid, pruneTo, survival(model));
    assert.deepEqual(critical, { perLayer: 1.5, byPath: 0.5 });
    assert.equal(asked.length, 5, 'nothing is pruned beyond the exponent at which all is dead');
    assert.deepEqual(asked, grid.slice(0, 5).map(densityAtExponent));
  });

  it('does not count a revival', () => {
    const pruneTo = (wanted: number): Mask =>
      wanted > 0.05 && wanted < 0.5 ? masks.collapsed : masks.whole;
    assert.deepEqual(criticalCompressionOnGrid([0, 1, 2], pruneTo, survival(model)), {
      perLayer: 0,
      byPath: 0,
    });
  });

  it('is null if the net is dead at the first exponent', () => {
    const critical = criticalCompressionOnGrid([1, 2], () => masks.parted, survival(model));
    assert.deepEqual(critical, { perLayer: 2, byPath: null });
  });

  it('refuses exponents that do not rise from 0', () => {
    for (const bad of [[], [-0.5, 1], [1, 1], [2, 1], [0, NaN], [Infinity], [400]]) {
      assert.throws(
        () => criticalCompressionOnGrid(bad, () => masks.whole, survival(model)),
        /Exponents a of compression ratios/,
      );
    }
  });
});

describe('the density at an exponent', () => {
  it('is a power of ten', () => {
    assert.deepEqual([0, 1, 2, 3].map(densityAtExponent), [1, 0.1, 0.01, 0.001]);
    assert.equal(densityAtExponent(0.5), 1 / Math.sqrt(10));
    for (let a = 0; a < 7; a += 0.05) assertClose(densityAtExponent(a), Math.pow(10, -a), 1e-14);
  });

  it('is that of a mask', () => {
    const mask = { a: Uint8Array.from({ length: 1000 }, (_, i) => (i < 10 ? 1 : 0)) };
    assert.equal(density(mask), densityAtExponent(2));
  });
});
