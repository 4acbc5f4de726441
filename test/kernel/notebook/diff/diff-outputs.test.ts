import assert from 'node:assert/strict';
import { diffOutputs } from '../../../../src/kernel/notebook/diff/diff-outputs.js';
import type { MimeBundle, Output } from '../../../../src/kernel/notebook/notebook.js';

const stdout = (text: string): Output => ({ output_type: 'stream', name: 'stdout', text });
const display = (data: MimeBundle): Output => ({ output_type: 'display_data', data, metadata: {} });
const summaries = (a: readonly Output[], b: readonly Output[]): string[] =>
  diffOutputs(a, b).map(({ summary }) => summary);

describe('diffing outputs', () => {
  it('is silent about equal outputs, whatever their execution counts', () => {
    const result = (execution_count: number): Output => ({
      output_type: 'execute_result',
      data: { 'text/plain': '2' },
      metadata: {},
      execution_count,
    });
    assert.deepEqual(diffOutputs([stdout('a'), result(1)], [stdout('a'), result(9)]), []);
  });

  it('tells a text by its lines', () => {
    assert.deepEqual(diffOutputs([stdout('a\nb\n')], [stdout('a\n')]), [
      { summary: 'changed: stdout of 2 lines -> stdout of 1 line', lines: [' a', '-b'] },
    ]);
  });

  it('tells an image by its size, of the image and not of its base64', () => {
    const png = (bytes: number): Output =>
      display({ 'image/png': Buffer.alloc(bytes).toString('base64') });
    assert.deepEqual(summaries([png(12_000)], [png(13_400)]), [
      'image/png changed (12 kB -> 13 kB)',
    ]);
    assert.deepEqual(summaries([], [png(2_500_000)]), ['added: image/png (2.5 MB)']);
  });

  it('tells only the parts of a bundle that differ', () => {
    const bundle = (svg: string, mark: string): Output =>
      display({ 'image/svg+xml': svg, 'application/vnd.vegalite.v5+json': { mark } });
    assert.deepEqual(summaries([bundle('<svg/>', 'line')], [bundle('<svg/>', 'bars')]), [
      'application/vnd.vegalite.v5+json changed (15 B -> 15 B)',
    ]);
  });

  it('takes bundles of other types in the same place for the same output', () => {
    const [svg, html] = [display({ 'image/svg+xml': '<svg/>' }), display({ 'text/html': '<p>' })];
    const both = display({ 'image/svg+xml': '<svg/>', 'text/plain': 'svg' });
    assert.deepEqual(summaries([html, svg], [html, both]), ['text/plain added (3 B)']);
    assert.deepEqual(summaries([stdout('a'), svg, html], [both, html]), [
      'removed: stdout of 1 line',
      'text/plain added (3 B)',
    ]);
  });

  it('finds what came and went between outputs that stayed', () => {
    const error: Output = {
      output_type: 'error',
      ename: 'TypeError',
      evalue: 'no',
      traceback: ['\u001b[31mTypeError\u001b[0m: no'],
    };
    const image = display({ 'image/svg+xml': '<svg/>' });
    assert.deepEqual(diffOutputs([stdout('a'), image], [image, error]), [
      { summary: 'removed: stdout of 1 line', lines: ['-a'] },
      { summary: 'added: error TypeError: no', lines: ['+TypeError: no'] },
    ]);
  });
});
