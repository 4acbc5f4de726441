import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { replications } from '../replications/index.js';
import { planSweep } from '../src/experiment/sweep/plan.js';
import { openStore } from '../src/experiment/store/store.js';
import { collect } from '../src/experiments/laboratory.js';
import { packageRoot } from '../src/package-root.js';
import { toSvg } from '../src/plot/render.js';
import { ALPHA } from '../src/replication/judging/verdict.js';
import { checkClaims } from '../src/replication/judging/check-claims.js';
import { readRecordedRows, readRecords, replicationFolder } from '../src/replication/records.js';
import { presetNames, type Verdict } from '../src/replication/replication.js';
import { markdownTable } from '../src/replication/report/markdown-table.js';
import { newFolder } from './support/temporary-folder.js';
import { smokeStore } from './support/smoke-store.js';

/** Outcomes and words alike, numbers to nine digits: the last bits of `Math.log` are V8's affair. */
function assertSame(actual: readonly Verdict[], recorded: readonly Verdict[]): void {
  const digits = (_: string, value: unknown): unknown =>
    typeof value === 'number' ? Number(value.toPrecision(9)) : value;
  assert.deepEqual(
    JSON.parse(JSON.stringify(actual, digits)),
    JSON.parse(JSON.stringify(recorded, digits)),
  );
}

for (const replication of replications) {
  const { paper, presets, claims, figures } = replication;
  const { key } = paper;
  const records = readRecords(key);

  describe(`replication ${key}`, () => {
    it('has runs that make sense in every preset', () => {
      const store = openStore(newFolder());
      for (const name of presetNames) {
        const { runs, seeds } = presets[name];
        assert.ok(planSweep(runs, store).missing.length >= seeds.length);
        // the smallest p the exact test can give, after Holm's correction; identities have none
        const tested = claims.filter(({ kind }) => kind !== 'identity').length;
        const best = (2 / 2 ** seeds.length) * tested;
        assert.ok(best < ALPHA, `${name}: with ${seeds.length} seeds no claim can be supported`);
      }
    });

    it('has a README with the recorded verdicts, a notebook and a bibliography entry', () => {
      const readme = fs.readFileSync(path.join(replicationFolder(key), 'README.md'), 'utf8');
      assert.ok(readme.includes(markdownTable(replication, records)), 'run prunelab record');
      const root = packageRoot();
      assert.ok(fs.existsSync(path.join(root, 'notebooks', 'papers', `${key}.ipynb`)));
      assert.match(
        fs.readFileSync(path.join(root, 'references.bib'), 'utf8'),
        new RegExp(`{${key},`),
      );
    });

    it('records a verdict on every claim, for smoke and course', () => {
      const ids = claims.map((claim) => claim.id);
      for (const name of ['smoke', 'course'] as const) {
        assert.deepEqual(Object.keys(records[name]?.verdicts ?? {}), ids, name);
        assert.equal(records[name]?.runs, presets[name].runs.length, name);
      }
    });

    it('course: the kept rows still give the recorded verdicts', () => {
      const rows = readRecordedRows(key, 'course');
      assert.ok(rows !== null);
      assertSame(checkClaims(claims, rows), Object.values(records.course!.verdicts));
    });

    it('smoke: training it again gives the recorded verdicts', async function () {
      this.timeout(600_000); // a slow machine may take its time
      const rows = await collect(presets.smoke.runs, { store: openStore(smokeStore), jobs: 2 });
      assertSame(checkClaims(claims, rows), Object.values(records.smoke!.verdicts));
    });

    it('smoke: the command line prints every verdict and writes a report', async function () {
      this.timeout(300_000);
      const out = newFolder();
      const main = path.join(packageRoot(), 'replications', 'prunelab.mjs');
      const args = [main, 'run', key, '--store', smokeStore, '--out', out];
      const { stdout } = await promisify(execFile)(process.execPath, args);
      assert.match(stdout, /All \d+ runs are in the store/);
      claims.forEach(({ id }, i) => {
        const outcome = Object.values(records.smoke!.verdicts)[i].outcome;
        assert.match(stdout, new RegExp(`^${id} .*${outcome}$`, 'm'));
      });
      const html = fs.readFileSync(path.join(out, `${key}-smoke.html`), 'utf8');
      assert.equal(html.match(/<svg [^>]*class="marks"/g)?.length, figures.length);
      assert.ok(fs.existsSync(path.join(out, 'index.html')));
    });

    it('draws its figures from the rows', async function () {
      this.timeout(120_000);
      const rows = readRecordedRows(key, 'course')!;
      for (const figure of figures) {
        const svg = await toSvg(figure.spec(rows));
        assert.match(svg, /^<svg [^>]*>/, figure.id);
        assert.ok((svg.match(/<path/g) ?? []).length > 10, `${figure.id} has marks`);
      }
    });
  });
}
