import assert from 'node:assert/strict';
import { forwardMacs } from '../../src/models/cost.js';
import type { Shape } from '../../src/models/layer.js';
import { parameterCount, prunableSize, prunableSpecs } from '../../src/models/model.js';
import { buildModel, modelNames } from '../../src/models/register.js';

const mnist: Shape = [1, 28, 28];
const cifar: Shape = [3, 32, 32];
const small: Shape = [3, 16, 16];

describe('register of models', () => {
  // Weights without biases, as counted from the papers and their official code.
  const weights: [string, Shape, number][] = [
    ['lenet-300-100', mnist, 266_200],
    ['lenet-300-100', [1, 14, 14], 89_800],
    ['mlp-100-100-100-100-100', mnist, 119_400],
    ['mlp-100-100-100-100-100-nobias', mnist, 119_400],
    ['lenet-5', mnist, 44_190],
    ['lenet-5-caffe', mnist, 430_500],
    ['lenet-5-caffe-relu', mnist, 430_500],
    ['conv-2', cifar, 4_300_992],
    ['conv-4', cifar, 2_425_024],
    ['conv-6', cifar, 2_261_184],
    ['conv-2-w16', small, 73_008],
    ['conv-2-w16', cifar, 269_616],
    ['conv-4-w16', small, 54_064],
    ['vgg-11', cifar, 9_222_848],
    ['vgg-11-w8', cifar, 144_856],
    ['vgg-11-w16', cifar, 577_712],
    ['vgg-16', cifar, 14_715_584],
    ['vgg-16-w8', cifar, 230_680],
    ['vgg-16-w16', cifar, 921_008],
    ['vgg-19-nobias', cifar, 20_018_880 + 5_120],
    ['resnet-18', cifar, 11_164_352],
    ['resnet-8', cifar, 77_360],
    ['resnet-20', cifar, 270_896],
    ['resnet-8-w8', small, 18_648 + 640 + 320],
    ['gru-128', mnist, 3 * 128 * (28 + 128) + 1_280],
  ];
  for (const [name, shape, count] of weights) {
    it(`builds ${name} at ${shape[1]} pixels with ${count} weights`, () => {
      const model = buildModel(name, shape, 10);
      assert.equal(model.name, name);
      assert.equal(prunableSize(model), count);
    });
  }

  it('has a hundred classes where they are asked for', () => {
    assert.equal(prunableSize(buildModel('vgg-16', cifar, 100)), 14_761_664);
  });

  // With biases and normalisations.
  const parameters: [string, Shape, number][] = [
    ['lenet-300-100', mnist, 266_610],
    ['resnet-20', cifar, 272_474],
    ['vgg-16', cifar, 14_728_266],
    ['vgg-19', cifar, 20_040_522],
    ['wrn-40-2', cifar, 2_243_546],
    ['resnet-8-w8', small, 19_954],
    ['resnet-8', small, 78_042],
    ['gru-128', mnist, 59_904 + 2 * 384 + 1_290],
    ['gru-16', cifar, 48 * (3 * 32 + 16 + 2) + 170],
  ];
  for (const [name, shape, count] of parameters) {
    it(`builds ${name} with ${count} parameters in all`, () => {
      assert.equal(parameterCount(buildModel(name, shape, 10)), count);
    });
  }

  it('needs the multiply-adds of the tables for a forward pass', () => {
    const millions: [string, Shape, number, number][] = [
      ['lenet-300-100', mnist, 0.266, 3],
      ['lenet-300-100', [1, 14, 14], 0.09, 3],
      ['conv-2', cifar, 43.78, 2],
      ['conv-4', cifar, 98.31, 2],
      ['conv-6', cifar, 153.9, 1],
      ['resnet-20', cifar, 40.81, 2],
      ['vgg-16', cifar, 313, 0],
      ['vgg-19', cifar, 398, 0],
      ['wrn-40-2', cifar, 327.6, 1],
      ['conv-2-w16', small, 0.77, 2],
      ['conv-2-w16', cifar, 3.07, 2],
      ['conv-4-w16', small, 1.62, 2],
      ['resnet-8-w8', small, 0.81, 2],
      ['resnet-8', small, 3.13, 2],
      ['gru-128', mnist, 1.679, 3], // 28 * 59,904 + 1,280
    ];
    for (const [name, shape, expected, digits] of millions) {
      const macs = forwardMacs(buildModel(name, shape, 10)) / 1e6;
      assert.equal(Number(macs.toFixed(digits)), expected, `${name}: ${macs}`);
    }
  });

  it('builds every name it lists, with the layers that its depth says', () => {
    for (const name of modelNames()) {
      assert.equal(buildModel(name, cifar, 10).name, name);
      const depth = /^(?:vgg|resnet|wrn)-(\d+)/.exec(name)?.[1];
      if (depth === undefined) continue;
      const specs = prunableSpecs(buildModel(name, cifar, 10));
      const onTheWay = specs.filter((spec) => !spec.name.includes('shortcut'));
      // Zagoruyko & Komodakis count the three projections, as one layer per stage.
      const projections = name.startsWith('wrn-') ? 3 : 0;
      // Tanaka et al. average the last pixels and have one dense layer where VGG has three.
      const missing = name.startsWith('vgg-') ? 2 : 0;
      assert.equal(onTheWay.length + projections + missing, Number(depth) + (projections ? 1 : 0));
    }
  });

  it('scales every layer but the last with the first', () => {
    assert.deepEqual(
      prunableSpecs(buildModel('lenet-5-w3', mnist, 10)).map(({ shape }) => shape[0]),
      [3, 8, 60, 42, 10],
    );
    assert.deepEqual(
      prunableSpecs(buildModel('mlp-20-10-w5', mnist, 10)).map(({ shape }) => shape[0]),
      [5, 3, 10],
    );
    assert.deepEqual(
      prunableSpecs(buildModel('lenet-300-100-w1', mnist, 10)).map(({ shape }) => shape[0]),
      [1, 1, 10],
    );
  });

  it('has one name for each model', () => {
    const build = (name: string) => () => buildModel(name, cifar, 10);
    assert.throws(build('vgg-11-w64'), /The model 'vgg-11-w64' is called 'vgg-11'; use that name/);
    assert.throws(build('vgg-11-w08'), /is called 'vgg-11-w8'/);
    assert.throws(build('vgg-11-nobias-w8'), /There is no model/);
    assert.throws(build('resnet-20-nobias'), /There is no model/);
    assert.throws(build('resnet-50'), /There is no model 'resnet-50'. Did you mean/);
    assert.throws(build('vgg-11-w0'), /width of vgg-11 must be a positive integer.*but is 0/);
    assert.throws(build('wrn-41-2'), /WRN-41-2 does not exist/);
    assert.throws(build('mlp-0'), /positive integer/);
    assert.throws(build(''), /There is no model/);
  });
});
