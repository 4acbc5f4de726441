import fs from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { from, fromCSV } from 'arquero';
import type { Row } from '../experiment/experiment.js';
import { readJson, writeWhole } from '../experiment/store/files.js';
import { UserError } from '../errors.js';
import { packageRoot } from '../package-root.js';
import type { DataInstead } from './data-instead.js';
import type { PresetName, Verdict } from './replication.js';

/** The recorded outcome of one preset; tests and CI hold us to it. */
export interface PresetRecord {
  /** The commit that did the runs. */
  readonly commit: string | null;
  readonly engine: Readonly<Record<string, string>>;
  readonly runs: number;
  readonly seeds: number;
  /** Data sets that the runs ask for, and those they were given instead; absent if none. */
  readonly dataInstead?: DataInstead;
  readonly verdicts: Readonly<Record<string, Verdict>>;
}

export type Records = Readonly<Partial<Record<PresetName, PresetRecord>>>;

/** The folder of a replication: its definition, README, records and rows. */
export function replicationFolder(key: string): string {
  return path.join(packageRoot(), 'replications', key);
}

/** What has been recorded of a replication so far. */
export function readRecords(key: string, folder = replicationFolder(key)): Records {
  const file = path.join(folder, 'verdicts.json');
  return fs.existsSync(file) ? (readJson(file) as Records) : {};
}

/** Writes the record of a preset, and leaves those of the others alone. */
export function writeRecord(
  key: string,
  preset: PresetName,
  record: PresetRecord,
  folder = replicationFolder(key),
): void {
  const records = { ...readRecords(key, folder), [preset]: record };
  writeWhole(path.join(folder, 'verdicts.json'), `${JSON.stringify(records, null, 2)}\n`);
}

/** The rows behind a recorded preset, or null if they were not kept. */
export function readRecordedRows(
  key: string,
  preset: PresetName,
  folder = replicationFolder(key),
): Row[] | null {
  const file = rowsFile(folder, preset);
  if (!fs.existsSync(file)) return null;
  const csv = gunzipSync(fs.readFileSync(file)).toString('utf8');
  // A run's name is hex; without `parse`, one like 12e45... would be read as a number. The kind of a
  // column is told from all its values: its first thousand may be empty.
  const options = { parse: { run: String }, autoMax: Infinity };
  return fromCSV(csv, options).objects() as Row[];
}

/** Keeps the rows behind a recorded preset as `results/<preset>.csv.gz`; what a row lacks is null. */
export function writeRecordedRows(
  key: string,
  preset: PresetName,
  rows: readonly Row[],
  folder = replicationFolder(key),
): void {
  const csv = from(withAllColumns(rows)).toCSV();
  fs.mkdirSync(path.join(folder, 'results'), { recursive: true });
  writeWhole(rowsFile(folder, preset), gzipSync(csv, { level: 9 }));
}

/** Rows of several experiments have several sets of columns; in a table each has them all. */
function withAllColumns(rows: readonly Row[]): Row[] {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return rows.map((row) => Object.fromEntries(columns.map((name) => [name, row[name] ?? null])));
}

function rowsFile(folder: string, preset: PresetName): string {
  return path.join(folder, 'results', `${preset}.csv.gz`);
}

const TABLE = /(<!-- claims -->\n)[^]*?(<!-- \/claims -->)/;

/** Puts a generated Markdown table between the `claims` marks of a README. */
export function writeReadmeTable(
  key: string,
  table: string,
  folder = replicationFolder(key),
): void {
  const file = path.join(folder, 'README.md');
  const text = fs.readFileSync(file, 'utf8');
  if (!TABLE.test(text)) {
    throw new UserError(
      `${file} has no place for the claims table. Add the two lines <!-- claims --> and <!-- /claims -->.`,
    );
  }
  writeWhole(
    file,
    text.replace(TABLE, (_, open: string, close: string) => `${open}\n${table}\n\n${close}`),
  );
}
