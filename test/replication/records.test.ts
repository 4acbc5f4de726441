import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { identity } from '../../src/replication/judging/judge-identity.js';
import type { Verdict } from '../../src/replication/replication.js';
import * as records from '../../src/replication/records.js';
import { newFolder } from '../support/temporary-folder.js';

const verdict = { outcome: 'supported', effect: 1, interval: [0, 2] } as unknown as Verdict;
const record = {
  commit: 'abc',
  engine: { name: 'wasm' },
  runs: 3,
  seeds: 2,
  verdicts: { a: verdict },
};

describe('records', () => {
  it('keeps one record per preset', () => {
    const folder = newFolder();
    assert.deepEqual(records.readRecords('x', folder), {});
    records.writeRecord('x', 'smoke', record, folder);
    records.writeRecord('x', 'course', { ...record, runs: 9 }, folder);
    records.writeRecord('x', 'smoke', { ...record, runs: 4 }, folder);
    assert.deepEqual(records.readRecords('x', folder), {
      smoke: { ...record, runs: 4 },
      course: { ...record, runs: 9 },
    });
    assert.deepEqual(fs.readdirSync(folder), ['verdicts.json']);
  });

  it('gives an identity back without a p', () => {
    const folder = newFolder();
    const exact = identity('a', [0, 1e-13], { tolerance: 1e-10 });
    records.writeRecord('x', 'smoke', { ...record, verdicts: { exact } }, folder);
    assert.deepEqual(records.readRecords('x', folder).smoke?.verdicts.exact, exact);
  });

  it('gives the rows back as they were, hex names that look like numbers included', () => {
    const folder = newFolder();
    const rows = [
      { run: '12e45678901234567890', arm: 'ticket', seed: 1, x: 0.1, end: null },
      { run: '00000000000000000001', arm: 'one-shot', seed: 2, x: 1e-7, end: 0.5 },
    ];
    assert.equal(records.readRecordedRows('x', 'course', folder), null);
    records.writeRecordedRows('x', 'course', rows, folder);
    assert.deepEqual(records.readRecordedRows('x', 'course', folder), rows);
    // the same rows give the same file
    const file = path.join(folder, 'results', 'course.csv.gz');
    const before = fs.readFileSync(file);
    records.writeRecordedRows('x', 'course', rows, folder);
    assert.deepEqual(fs.readFileSync(file), before);
  });

  it('keeps rows of different experiments in one table', () => {
    const folder = newFolder();
    const rows = [
      { run: 'aa', accuracy: 0.5 },
      { run: 'bb', layer: 'fc1', kept: 3 },
    ];
    records.writeRecordedRows('x', 'course', rows, folder);
    assert.deepEqual(records.readRecordedRows('x', 'course', folder), [
      { run: 'aa', accuracy: 0.5, layer: null, kept: null },
      { run: 'bb', accuracy: null, layer: 'fc1', kept: 3 },
    ]);
  });

  it('tells numbers from text in a column that is empty for thousands of rows', () => {
    const folder = newFolder();
    const empty = Array.from({ length: 3000 }, () => ({ run: 'aa', x: null, on: null, arm: 'a' }));
    const rows = [...empty, { run: 'bb', x: 0.25, on: true, arm: '10^2' }];
    records.writeRecordedRows('x', 'course', rows, folder);
    assert.deepEqual(records.readRecordedRows('x', 'course', folder)?.at(-1), rows.at(-1));
  });

  it('puts the claims table between its marks in the README and touches nothing else', () => {
    const folder = newFolder();
    const file = path.join(folder, 'README.md');
    fs.writeFileSync(file, 'before\n<!-- claims -->\nold\n<!-- /claims -->\nafter\n');
    records.writeReadmeTable('x', '| $1 new |', folder);
    const text = 'before\n<!-- claims -->\n\n| $1 new |\n\n<!-- /claims -->\nafter\n';
    assert.equal(fs.readFileSync(file, 'utf8'), text);
    records.writeReadmeTable('x', '| $1 new |', folder);
    assert.equal(fs.readFileSync(file, 'utf8'), text);
    fs.writeFileSync(file, 'no marks');
    assert.throws(
      () => records.writeReadmeTable('x', 't', folder),
      /no place for the claims table/,
    );
  });
});
