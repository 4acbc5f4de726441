import assert from 'node:assert/strict';
import { newHistory } from '../../../src/kernel/server/history.js';

describe('the history', () => {
  const history = newHistory();
  const codes = ['a', 'b = [1]', 'a', 'let x\n= 2', 'b.at(1)'];
  codes.forEach((code, i) => history.record(`cell ${i + 1}`, i + 1, code));
  history.result('cell 3', '42');

  const numbers = (request: Record<string, unknown>): unknown[] =>
    history.entries(request).map((entry) => (entry as [number, number, string])[1]);
  const range = (more: object): unknown[] => numbers({ hist_access_type: 'range', ...more });
  const search = (more: object): unknown[] => numbers({ hist_access_type: 'search', ...more });

  it('gives the last cells, as session, number and code', () => {
    assert.deepEqual(history.entries({ hist_access_type: 'tail', n: 2 }), [
      [1, 4, 'let x\n= 2'],
      [1, 5, 'b.at(1)'],
    ]);
    assert.deepEqual(numbers({ hist_access_type: 'tail', n: 100 }), [1, 2, 3, 4, 5]);
    assert.deepEqual(numbers({ hist_access_type: 'tail' }), [1, 2, 3, 4, 5]);
    assert.deepEqual(numbers({ hist_access_type: 'tail', n: 0 }), []);
  });

  it('gives the results, if asked', () => {
    const request = { hist_access_type: 'range', start: 2, stop: 4, output: true };
    assert.deepEqual(history.entries(request), [
      [1, 2, ['b = [1]', null]],
      [1, 3, ['a', '42']],
    ]);
  });

  it('gives ranges without their end, counted from the end where negative', () => {
    assert.deepEqual(range({ session: 0, start: 2, stop: 4 }), [2, 3]);
    assert.deepEqual(range({ session: 1, start: 4, stop: null }), [4, 5]);
    assert.deepEqual(range({ start: 0, stop: 0 }), [1, 2, 3, 4, 5]);
    assert.deepEqual(range({ start: -2, stop: -1 }), [4]);
  });

  it('knows nothing of other sessions', () => {
    assert.deepEqual(range({ session: -1, start: 1, stop: 3 }), []);
    assert.deepEqual(range({ session: 2, start: 1, stop: 3 }), []);
  });

  it('is not held up by a pattern of many stars', () => {
    const long = newHistory();
    long.record('id', 1, 'ab'.repeat(500));
    const pattern = `${'*a'.repeat(50)}c`;
    assert.deepEqual(long.entries({ hist_access_type: 'search', pattern }), []);
  });

  it('finds by a pattern for the whole code, and the latest of equal ones', () => {
    assert.deepEqual(search({ pattern: 'a' }), [1, 3]);
    assert.deepEqual(search({ pattern: 'a', unique: true }), [3]);
    assert.deepEqual(search({ pattern: '?' }), [1, 3]);
    assert.deepEqual(search({ pattern: 'let*2' }), [4]);
    assert.deepEqual(search({ pattern: '*[1]' }), [2]);
    assert.deepEqual(search({ pattern: 'b.*' }), [5]);
    assert.deepEqual(search({ pattern: 'b*', n: 1 }), [5]);
    assert.deepEqual(search({}), [1, 2, 3, 4, 5]);
    assert.deepEqual(search({ pattern: '**?**' }), [1, 2, 3, 4, 5]);
  });
});
