/**
 * How long our kernel, stock tslab and Deno's kernel take, and the memory of their processes: start,
 * cells with TensorFlow.js (on the plain CPU backend) one after the other, a loop, many lines.
 *
 *   npm run bench:kernel [-- --cells 100] [--only prunelab,tslab] [--deno <path of the program>]
 */
import { readFileSync } from 'node:fs';
import { deno, ours, tslab, type Subject } from '../test/support/conformance/subjects.js';
import { startRaw, type RawKernel } from '../test/support/jupyter/raw-client.js';
import { run } from '../test/support/jupyter/run.js';
import { descendants } from '../test/support/jupyter/shared-kernel.js';
import { median, numberOption, option } from './timing.js';

const cells = numberOption('cells', 100);
const only = option('only')?.split(',');
const subjects = [ours(), tslab(), deno(option('deno'))].filter(
  (subject): subject is Subject =>
    subject !== undefined && (only === undefined || only.includes(subject.name)),
);

const firstTraining = `
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import * as tfl from '@tensorflow/tfjs-layers';
const xs = tf.randomNormal([64, 10]);
const ys = tf.randomNormal([64, 1]);
const model = tfl.sequential({ layers: [
  tfl.layers.dense({ units: 16, activation: 'relu', inputShape: [10] }),
  tfl.layers.dense({ units: 1 }),
] });
model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
`;

/** A later cell: something declared, some training, something shown. */
const laterTraining = (i: number): string => `
const history${i} = await model.fit(xs, ys, { epochs: 1, verbose: 0 });
const loss = tf.tidy(() => tf.mean(tf.square(tf.sub(model.predict(xs) as tf.Tensor, ys))).dataSync()[0]);
console.log(${i}, loss.toFixed(3), history${i}.epoch.length);
`;

const loop = `
const begun = performance.now();
let sum = 0;
for (let i = 0; i < 1e7; i++) sum += i;
console.log((performance.now() - begun).toFixed(0));
`;

const rows: string[] = [];
const columns: Map<string, string>[] = [];
for (const subject of subjects) {
  console.error(`${subject.name} ...`);
  columns.push(await measure(subject));
}
for (const name of columns[0]?.keys() ?? []) {
  rows.push([name, ...columns.map((column) => column.get(name) ?? '-')].join(' | '));
}
console.log(`| | ${subjects.map(({ name }) => name).join(' | ')} |`);
console.log(`| --- |${' --- |'.repeat(subjects.length)}`);
for (const row of rows) console.log(`| ${row} |`);

async function measure({ spec }: Subject): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const begun = performance.now();
  let kernel = await startRaw(spec);
  found.set('start to the first answer', seconds(performance.now() - begun));
  await run(kernel, 'const zero = 0;', { seconds: 60 });
  found.set('start to the end of the first cell', seconds(performance.now() - begun));
  found.set('memory after it', megabytes(kernel));
  await measureTraining(kernel, found);
  found.set('10,000,000 steps of a loop at the top level', `${await printed(kernel, loop)} ms`);
  await kernel.kill();
  kernel = await startRaw(spec);
  await measureLines(kernel, found);
  await kernel.kill();
  return found;
}

async function measureTraining(kernel: RawKernel, found: Map<string, string>): Promise<void> {
  found.set('the first TensorFlow.js cell', seconds(await timed(kernel, firstTraining)));
  const times: number[] = [];
  for (let i = 1; i <= cells; i++) {
    times.push(await timed(kernel, laterTraining(i)));
    if ([10, 50, 100].includes(i)) found.set(`memory after ${i} more`, megabytes(kernel));
  }
  const tenth = Math.max(1, Math.floor(cells / 10));
  found.set(
    `${cells} later ones: least, median, most`,
    [Math.min(...times), median(times), Math.max(...times)].map(seconds).join(', '),
  );
  found.set(
    'median of the first tenth, of the last',
    [times.slice(0, tenth), times.slice(-tenth)].map((some) => seconds(median(some))).join(', '),
  );
}

async function measureLines(kernel: RawKernel, found: Map<string, string>): Promise<void> {
  const begun = performance.now();
  const code = 'for (let i = 0; i < 50000; i++) console.log(String(i));';
  const before = kernel.log.length;
  // A kernel that loses lines may lose the end of the cell with them.
  const whole = await run(kernel, code, { seconds: 10 }).then(
    () => true,
    () => false,
  );
  const lines = kernel.log
    .slice(before)
    .map(({ content }) => (content.text ?? '') as string)
    .join('')
    .split('\n').length;
  found.set(
    '50,000 lines: arrived',
    `${lines - 1}${whole ? ` in ${seconds(performance.now() - begun)}` : ', and no end'}`,
  );
}

async function timed(kernel: RawKernel, code: string): Promise<number> {
  const begun = performance.now();
  const { status, stderr, traceback } = await run(kernel, code, { seconds: 60 });
  if (status !== 'ok') throw new Error(`a cell failed: ${traceback}${stderr}`);
  return performance.now() - begun;
}

async function printed(kernel: RawKernel, code: string): Promise<string> {
  return (await run(kernel, code, { seconds: 60 })).stdout.trim();
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(3)} s`;
}

/** What the kernel's processes hold in memory together; Linux only. */
function megabytes({ pid }: RawKernel): string {
  if (process.platform !== 'linux') return '-';
  const kilobytes = [pid, ...descendants(pid)].map((each) =>
    Number(/^Rss:\s+(\d+)/m.exec(readFileSync(`/proc/${each}/smaps_rollup`, 'utf8'))?.[1] ?? 0),
  );
  return `${(kilobytes.reduce((sum, part) => sum + part, 0) / 1024).toFixed(0)} MiB`;
}
