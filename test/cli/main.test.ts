import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { replications } from '../../replications/index.js';
import { main, prunelab } from '../support/prunelab.js';
import { newFolder } from '../support/temporary-folder.js';

describe('command line', function () {
  this.timeout(60_000);

  it('explains itself', async () => {
    const { code, stdout } = await prunelab(['--help']);
    assert.equal(code, 0);
    for (const command of ['list', 'run', 'check', 'record', 'report', 'data', 'doctor']) {
      assert.match(stdout, new RegExp(`^ {2}${command}\\b`, 'm'));
    }
    assert.match(stdout, /Start here:/);
    const run = await prunelab(['run', '--help']);
    assert.match(run.stdout, /Runs are kept one\s+by one: stop it with Ctrl-C/);
    assert.match(run.stdout, /\$ prunelab run frankle2019lottery --dry-run/);
  });

  it('offers near names for what does not exist', async () => {
    for (const [args, message] of [
      [
        ['run', 'frankle2019lotery'],
        /no replication 'frankle2019lotery'\. Did you mean 'frankle2019lottery'/,
      ],
      [['run', 'frankle2019lottery', '-p', 'corse'], /no preset 'corse'\. Did you mean 'course'\?/],
      [['data', 'get', 'mnits'], /no data set 'mnits'\. Did you mean 'mnist'\?/],
      [['rnu'], /unknown command 'rnu'\s+\(Did you mean run\?\)/],
      [['run', 'frankle2019lottery', '--jobs', '0'], /It must be a whole number, 1 or more/],
    ] as const) {
      const { code, stderr } = await prunelab(args);
      assert.equal(code, 1, args.join(' '));
      assert.match(stderr, message);
      assert.doesNotMatch(stderr, /\n\s+at /, 'no stack for a mistake of the user');
    }
  });

  it('lists replications, presets and recorded outcomes', async () => {
    const { stdout } = await prunelab(['list']);
    assert.match(stdout, /^frankle2019lottery$/m);
    assert.match(stdout, /course +220 runs: MNIST/);
    assert.match(stdout, /recorded: Of 7 claims, 6 are supported/);
  });

  it('says what works on this machine', async () => {
    const { code, stdout } = await prunelab(['doctor']);
    assert.equal(code, 0);
    assert.match(stdout, /^ok +engine wasm +the default engine; kernels [0-9a-f]{12}$/m);
    assert.match(stdout, /^ok +engine cpu +plain JavaScript, for checks: slow, tfjs 4\.\d+\.\d+$/m);
    for (const name of ['tensorflow-gpu', 'tensorflow', 'webgpu']) {
      assert.match(stdout, new RegExp(`^(ok|absent) +engine ${name} +\\S`, 'm'));
    }
    assert.match(stdout, /^ok +data glyphs +built in$/m);
    assert.match(stdout, /kernel tslab/);
  });

  it('lists and verifies data sets', async () => {
    const list = await prunelab(['data', 'list']);
    assert.match(list.stdout, /^glyphs-14 +8000 \+ 2000 images, built in$/m);
    const check = await prunelab(['data', 'check', 'glyphs-14']);
    assert.equal(check.code, 0);
    assert.match(check.stdout, /^ok +glyphs-14 train split: 8000 images/m);
  });

  it('names a corrupt data file with its checksums', async () => {
    const folder = newFolder();
    const name = 'train-images-idx3-ubyte.gz';
    fs.writeFileSync(path.join(folder, name), 'not a gzip file');
    const { code, stdout } = await prunelab(['data', 'check', 'mnist'], { PRUNELAB_DATA: folder });
    assert.equal(code, 1);
    assert.match(stdout, /^corrupt mnist train-images-idx3-ubyte\.gz \(.*\): .*[0-9a-f]{64}/m);
  });

  it('shows what a run would do without doing it', async () => {
    const store = newFolder();
    const args = ['run', 'frankle2019lottery', '--preset', 'course', '--dry-run', '--store', store];
    const { code, stdout } = await prunelab(args);
    assert.equal(code, 0);
    assert.equal(stdout.match(/^missing {2}prune-retrain [0-9a-f]{20}$/gm)?.length, 220);
    assert.match(stdout, /0 runs are in the store, 220 are missing: about \d+ min on \d+ workers/);
    assert.equal(fs.existsSync(path.join(store, 'prune-retrain-v1')), false);
  });

  it('says so when the store cannot be written to', async () => {
    const file = path.join(newFolder(), 'file');
    fs.writeFileSync(file, '');
    const { code, stderr } = await prunelab(['run', 'frankle2019lottery', '--store', file]);
    assert.equal(code, 1);
    assert.match(
      stderr,
      /^prunelab: The store .* cannot be written to .*--store or PRUNELAB_STORE/,
    );
  });

  it('checks the recorded verdicts from the kept rows', async () => {
    const { code, stdout } = await prunelab(['check', 'frankle2019lottery', '-p', 'course']);
    assert.equal(code, 0, stdout);
    assert.match(stdout, /rows from the recorded rows\)/);
    assert.equal(stdout.match(/^ {2}ok /gm)?.length, 7);
  });

  it('refuses to record what has not been run', async () => {
    const { code, stderr } = await prunelab(['record', 'frankle2019lottery']);
    assert.equal(code, 1);
    assert.match(stderr, /Run it first: prunelab run frankle2019lottery --preset course/);
  });

  it('writes a report and an index from the kept rows', async () => {
    const folder = newFolder();
    const { code } = await prunelab(['report', '--out', folder]);
    assert.equal(code, 0);
    const pages = replications.map(({ paper }) => `${paper.key}-course.html`);
    assert.deepEqual(fs.readdirSync(folder).sort(), [...pages, 'index.html'].sort());
    const index = fs.readFileSync(path.join(folder, 'index.html'), 'utf8');
    assert.match(index, /href="frankle2019lottery-course\.html"/);
  });

  it('stops on Ctrl-C, keeps what is finished and leaves a clean store', async () => {
    const store = newFolder();
    const args = [
      '--import',
      'tsx',
      main,
      'run',
      'frankle2019lottery',
      '--store',
      store,
      '-j',
      '2',
    ];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (data: Buffer) => (output += data.toString()));
    const runs = path.join(store, 'prune-retrain-v1');
    while (!fs.existsSync(runs) || fs.readdirSync(runs).length < 2) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    child.kill('SIGINT');
    const [code] = (await once(child, 'exit')) as [number];
    assert.equal(code, 130);
    assert.match(output, /Stopped\. Finished runs are kept; the same command goes on from here/);
    assert.deepEqual(fs.readdirSync(path.join(store, 'tmp')), []);
    assert.deepEqual(fs.readdirSync(path.join(store, 'locks')), []);
    for (const id of fs.readdirSync(runs)) {
      assert.ok(fs.existsSync(path.join(runs, id, 'run.json')), id);
    }
  });
});
