import assert from 'node:assert/strict';
import { displayable, isDisplayable, plainText } from '../../src/display/bundle.js';

describe('displayable', () => {
  it('answers to the symbol that kernels ask for', () => {
    const value = displayable({ 'text/plain': 'a' }) as unknown as Record<symbol, () => unknown>;
    assert.deepEqual(value[Symbol.for('Jupyter.display')](), { 'text/plain': 'a' });
    assert.ok(isDisplayable(value));
    assert.ok(!isDisplayable({}) && !isDisplayable(null) && !isDisplayable('a'));
  });
});

describe('plainText', () => {
  it('takes the form that reads best', () => {
    assert.equal(plainText({ 'text/html': '<b>a</b>', 'text/markdown': '**a**' }), '**a**');
    assert.equal(plainText({ 'text/html': '<b>a</b>' }), 'a');
    assert.equal(plainText({ 'image/png': '' }), '[image/png]');
  });
});
