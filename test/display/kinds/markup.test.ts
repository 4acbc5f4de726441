import assert from 'node:assert/strict';
import {
  html,
  htmlBundle,
  latexBundle,
  markdownBundle,
  svgBundle,
} from '../../../src/display/kinds/markup.js';
import { textWriter } from '../../support/text-writer.js';

describe('markup', () => {
  it('is shown as what it is, and as text', () => {
    assert.deepEqual(htmlBundle('<b>a</b>'), { 'text/html': '<b>a</b>', 'text/plain': 'a' });
    assert.deepEqual(svgBundle('<svg><title>T</title></svg>')['text/plain'], '[figure: T]');
    assert.deepEqual(markdownBundle('*a*'), { 'text/markdown': '*a*', 'text/plain': '*a*' });
  });

  it('marks a formula as one', () => {
    assert.equal(latexBundle('x^2')['text/latex'], '$\\displaystyle x^2$');
    assert.equal(latexBundle('$$x$$')['text/latex'], '$$x$$');
    assert.equal(latexBundle('x^2')['text/plain'], 'x^2');
  });

  it('is shown now', () => {
    const writer = textWriter();
    html('<p>a</p>', { writer });
    assert.equal(writer.text(), 'a\n');
  });
});
