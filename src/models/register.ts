import { lookUp } from '../errors.js';
import type { Shape } from './layer.js';
import { lenet300100 } from './mlp.js';
import type { Model } from './model.js';

type Build = (inputShape: Shape, numClasses: number) => Model;

const models: Readonly<Record<string, Build>> = {
  'lenet-300-100': lenet300100,
};

/** The names a config may give as its model. */
export function modelNames(): string[] {
  return Object.keys(models);
}

/** Builds the named model for inputs of a given shape. */
export function buildModel(name: string, inputShape: Shape, numClasses: number): Model {
  return lookUp('model', models, name)(inputShape, numClasses);
}
