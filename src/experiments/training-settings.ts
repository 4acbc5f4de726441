import { checkEngineChoice, type EngineChoice } from '../engine/select.js';
import { UserError } from '../errors.js';
import { type AugmentOptions, createAugmenter } from '../training/augment.js';
import type { Course } from '../training/learning-rate.js';
import { iterations, type Step } from '../training/step.js';
import { demand, demandOneOf, isFraction } from './settings.js';
import { stream } from '../math/rng.js';

/** Below this density a net runs sparse and its time falls in proportion, but for a small rest. */
const SPARSE_FROM = 0.6;
const REST = 0.04;

/** The time that a net of this density takes, as a fraction of the dense net's. */
export function runningShare(density: number): number {
  return Math.min(1, density / SPARSE_FROM) + REST;
}

/** The settings that each kind of course has besides its kind. */
const courses: Readonly<Record<Course['kind'], readonly string[]>> = {
  milestones: ['at', 'factor'],
  exponential: ['every', 'factor'],
  cosine: ['floor'],
};

/** How a network is trained, as far as experiments share it. */
export interface TrainingSettings {
  readonly engine: EngineChoice;
  readonly optimizer: 'sgd' | 'adam';
  readonly learningRate: number;
  readonly course: Course | null;
  readonly momentum: number;
  readonly weightDecay: number;
  readonly augment: AugmentOptions | null;
}

/** Throws a `UserError` for settings of training that make no sense. */
export function checkTraining(config: TrainingSettings): void {
  const { course, augment } = config;
  checkEngineChoice(config.engine);
  demandOneOf(['sgd', 'adam'], 'optimizer', config.optimizer);
  demand(config.learningRate > 0, 'learningRate', config.learningRate, 'above 0');
  demand(config.weightDecay >= 0, 'weightDecay', config.weightDecay, '0 or more');
  demand(isFraction(config.momentum), 'momentum', config.momentum, 'at least 0 and below 1');
  if (course !== null) checkCourse(course);
  if (augment !== null) checkAugment(augment);
}

/** Throws a `UserError` unless a config's `course` is a `Course`. */
export function checkCourse(course: Course): void {
  demandObject('course', course, "null or an object such as { kind: 'cosine' }");
  demandOneOf(Object.keys(courses), 'course of the learning rate', course.kind);
  demandKeys('course', course, ['kind', ...courses[course.kind]]);
  switch (course.kind) {
    case 'milestones':
      demand(Array.isArray(course.at), 'course.at', course.at, "a list such as ['10ep', '15ep']");
      for (const step of course.at) demandStep('course.at', step);
      demandFactor('course.factor', course.factor);
      break;
    case 'exponential':
      demandStep('course.every', course.every);
      demandFactor('course.factor', course.factor);
      break;
    case 'cosine':
      if (course.floor !== undefined) demandFactor('course.floor', course.floor);
  }
}

/** Throws a `UserError` unless a config's `augment` is an `AugmentOptions`. */
export function checkAugment(augment: AugmentOptions): void {
  demandObject('augment', augment, 'null or an object such as { crop: 4, mirror: true }');
  demandKeys('augment', augment, ['crop', 'mirror']);
  const { mirror = false } = augment;
  demand(typeof mirror === 'boolean', 'augment.mirror', mirror, 'true or false');
  createAugmenter(1, stream(0, 'check'), augment);
}

/** Throws unless the setting, which may be anything that JSON can hold, is an object. */
export function demandObject(name: string, given: unknown, expected: string): void {
  const isObject = typeof given === 'object' && given !== null && !Array.isArray(given);
  demand(isObject, name, JSON.stringify(given), expected);
}

/** Throws if an object in a config has a key that is not known. */
export function demandKeys(name: string, given: object, known: readonly string[]): void {
  for (const key of Object.keys(given)) demandOneOf(known, `setting of '${name}'`, key);
}

function demandStep(name: string, step: Step): void {
  if (iterations(step, 1) > 0) return;
  throw new UserError(`The setting '${name}' must be at least '1it', but is '${step}'.`);
}

function demandFactor(name: string, factor: number): void {
  demand(Number.isFinite(factor) && factor >= 0, name, factor, 'a number, 0 or more');
}
