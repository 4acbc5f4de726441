import { unknownName, UserError } from '../errors.js';
import { convNet } from './conv-net.js';
import type { Shape } from './layer.js';
import { lenet5, lenet5Caffe } from './lenet.js';
import { lenet300100, mlp } from './mlp.js';
import type { Model } from './model.js';
import { resnet, resnet18, type ResnetDepth } from './resnet.js';
import { type ArchitectureOptions, variant } from './variant.js';
import { vgg } from './vgg.js';
import { wideResnet } from './wide-resnet.js';

interface Family {
  readonly pattern: RegExp;
  /** Members worth listing. */
  readonly names: readonly string[];
  /** A suffix that members may have. */
  readonly suffix?: 'nobias' | 'relu';
  /** Builds a member; `numbers` are those in its name. */
  readonly build: (
    options: ArchitectureOptions,
    numbers: readonly number[],
    suffixed: boolean,
  ) => Model;
}

const families: readonly Family[] = [
  {
    pattern: /^lenet-300-100$/,
    names: ['lenet-300-100'],
    build: ({ inputShape, numClasses, width }) => lenet300100(inputShape, numClasses, { width }),
  },
  {
    pattern: /^mlp-(\d+(?:-\d+)*)$/,
    names: ['mlp-100-100'],
    suffix: 'nobias',
    build: (options, hidden, nobias) => namedMlp(options, hidden, !nobias),
  },
  { pattern: /^lenet-5$/, names: ['lenet-5'], build: lenet5 },
  {
    pattern: /^lenet-5-caffe$/,
    names: ['lenet-5-caffe'],
    suffix: 'relu',
    build: (options, _, rectify) => lenet5Caffe({ ...options, rectify }),
  },
  {
    pattern: /^conv-([246])$/,
    names: ['conv-2', 'conv-4', 'conv-6'],
    build: (options, [depth]) => convNet(depth as 2 | 4 | 6, options),
  },
  {
    pattern: /^vgg-(11|13|16|19)$/,
    names: ['vgg-11', 'vgg-13', 'vgg-16', 'vgg-19'],
    suffix: 'nobias',
    build: (options, [depth], nobias) =>
      vgg(depth as 11 | 13 | 16 | 19, { ...options, bias: !nobias }),
  },
  {
    pattern: /^resnet-(8|14|20|32|44|56|110)$/,
    names: ['resnet-8', 'resnet-14', 'resnet-20', 'resnet-32', 'resnet-44', 'resnet-56'],
    build: (options, [depth]) => resnet(depth as ResnetDepth, options),
  },
  { pattern: /^resnet-18$/, names: ['resnet-18'], build: resnet18 },
  {
    pattern: /^wrn-(\d+)-(\d+)$/,
    names: ['wrn-16-8', 'wrn-22-2', 'wrn-28-2', 'wrn-40-2'],
    build: (options, [depth, widening]) => wideResnet({ ...options, depth, widening }),
  },
  { pattern: /^gru-([1-9]\d*)$/, names: ['gru-128'], build: gru },
];

/** Names that a config may give as its model; see `buildModel` for their variants. */
export function modelNames(): string[] {
  return families.flatMap(({ names }) => names);
}

/**
 * Builds the named model for inputs of a given shape.
 *
 * A name is that of an architecture (`modelNames()`; also `mlp-<units>-<units>-...`,
 * `gru-<units>` and `wrn-<depth>-<widening>` with any numbers), then the width unless it is full, then a suffix:
 *
 * - `-w<n>`: the first layer has n channels (or units) and all others are scaled in proportion.
 *   `conv-2-w16` has 16 channels and dense layers of 64 units, a quarter of `conv-2`; VGG-11 at an
 *   eighth of its width is `vgg-11-w8`; `resnet-8-w8` is half as wide as `resnet-8`.
 * - `-nobias` (MLPs and VGG): no biases, but for VGG's last layer.
 * - `-relu` (`lenet-5-caffe`): a ReLU after each convolution.
 *
 * A model has one name only, for runs are called by it. Throws a `UserError` for any other.
 */
export function buildModel(name: string, inputShape: Shape, numClasses: number): Model {
  const [, base, width, suffix] = /^(.+?)(?:-w(\d+))?(?:-(nobias|relu))?$/.exec(name) ?? [];
  const family = families.find(({ pattern }) => pattern.test(base));
  if (family === undefined || (suffix !== undefined && suffix !== family.suffix)) {
    throw unknownName('model', name, modelNames());
  }
  const numbers = (base.match(/\d+/g) ?? []).map(Number);
  const options = { inputShape, numClasses, width: width === undefined ? width : Number(width) };
  const model = family.build(options, numbers, suffix !== undefined);
  if (model.name !== name) {
    throw new UserError(`The model '${name}' is called '${model.name}'; use that name.`);
  }
  return model;
}

function namedMlp(
  { inputShape, numClasses, width }: ArchitectureOptions,
  hidden: readonly number[],
  bias: boolean,
): Model {
  const family = `mlp-${hidden.join('-')}`;
  const { name, scaled } = variant(family, hidden[0], width, bias ? [] : ['nobias']);
  return mlp({ name, inputShape, hidden: hidden.map(scaled), numClasses, bias });
}

/** A GRU that reads the picture row by row, then a dense layer on its last state. */
function gru(
  { inputShape, numClasses, width }: ArchitectureOptions,
  [units]: readonly number[],
): Model {
  const layer = { kind: 'gru', name: 'gru', units: width ?? units } as const;
  const head = { kind: 'dense', name: 'fc', units: numClasses } as const;
  return { name: `gru-${layer.units}`, inputShape, numClasses, layers: [layer, head] };
}
