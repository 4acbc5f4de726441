import assert from 'node:assert/strict';
import { checkAugment, checkCourse } from '../../src/experiments/training-settings.js';

/** Plain JavaScript may give anything. */
const asCourse = (course: unknown) => () => checkCourse(course as never);
const asAugment = (augment: unknown) => () => checkAugment(augment as never);

describe('checkCourse', () => {
  it('takes every course', () => {
    checkCourse({ kind: 'milestones', at: ['1ep', '30it'], factor: 0.1 });
    checkCourse({ kind: 'exponential', every: '1ep', factor: 0.98 });
    checkCourse({ kind: 'cosine' });
    checkCourse({ kind: 'cosine', floor: 0.01 });
  });

  for (const [what, course, message] of [
    ['a bare name', 'cosine', /'course' must be null or an object .* but is "cosine"/],
    ['a list', ['cosine'], /'course' must be null or an object/],
    ['an unknown kind', { kind: 'cosin' }, /course of the learning rate 'cosin'\. .* 'cosine'/],
    ['no kind', {}, /The course of the learning rate must be given by its name, but is undef/],
    ['a stray setting', { kind: 'cosine', flor: 0 }, /setting of 'course' 'flor'\. .* 'floor'/],
    ['one milestone', { kind: 'milestones', at: '1ep', factor: 1 }, /'course.at' must be a list/],
    ['a milestone of no unit', { kind: 'milestones', at: [3], factor: 1 }, /'3' is not an amount/],
    ['no factor', { kind: 'milestones', at: ['1ep'] }, /'course.factor' .* but is undefined/],
    ['a step of nothing', { kind: 'exponential', every: '0it', factor: 1 }, /at least '1it'/],
    [
      'a negative factor',
      { kind: 'exponential', every: '1ep', factor: -1 },
      /0 or more, but is -1/,
    ],
    ['a floor of text', { kind: 'cosine', floor: 'low' }, /'course.floor' .* but is low/],
  ] as const) {
    it(`rejects ${what}`, () => {
      assert.throws(asCourse(course), { name: 'UserError', message });
    });
  }
});

describe('checkAugment', () => {
  it('takes what can be drawn', () => {
    checkAugment({});
    checkAugment({ crop: 4, mirror: true });
  });

  for (const [what, augment, message] of [
    ['true', true, /'augment' must be null or an object .* but is true/],
    ['a stray setting', { crops: 4 }, /setting of 'augment' 'crops'\. Did you mean 'crop'/],
    ['half a pixel', { crop: 1.5 }, /crop must be a whole number of pixels .* but is 1.5/],
    ['mirrors by number', { mirror: 1 }, /'augment.mirror' must be true or false, but is 1/],
  ] as const) {
    it(`rejects ${what}`, () => {
      assert.throws(asAugment(augment), { name: 'UserError', message });
    });
  }
});
