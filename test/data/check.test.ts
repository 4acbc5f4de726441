import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { DataPlaces } from '../../src/data/cache.js';
import { checkDataset, listDatasets } from '../../src/data/check.js';
import { glyphs } from '../../src/data/glyphs.js';
import { readManifest } from '../../src/data/manifest.js';
import { registerDataset } from '../../src/data/register.js';
import { temporaryFolder } from '../support/temporary-folder.js';

describe('check', () => {
  const folder = temporaryFolder();
  const places = (): DataPlaces => ({ cache: path.join(folder(), 'cache') });
  const statusOf = (name: string, at: DataPlaces): string =>
    listDatasets(at).find((listing) => listing.name === name)!.status;
  const putAll = (where: string): void => {
    fs.mkdirSync(where, { recursive: true });
    for (const { name } of readManifest().mnist.files) fs.writeFileSync(path.join(where, name), '');
  };

  it('finds the generated sets as the manifest says, bit for bit', async () => {
    for (const name of ['glyphs', 'glyphs-14']) {
      const findings = await checkDataset(name, places());
      assert.deepEqual(
        findings.map(({ subject, status }) => [subject, status]),
        [
          ['train split', 'ok'],
          ['test split', 'ok'],
        ],
      );
      assert.match(findings[1].detail, /^\d000 images; per class \d00, /);
    }
  });

  it('reports missing files with the checksum that is expected', async () => {
    const findings = await checkDataset('mnist', places());
    assert.deepEqual(
      findings.map(({ status, expected }) => [status, expected]),
      readManifest().mnist.files.map(({ sha256 }) => ['missing', sha256]),
    );
    assert.match(findings[0].detail, /prunelab data get mnist/);
    assert.ok(!fs.existsSync(places().cache));
  });

  it('reports corrupt files with both checksums, and changes nothing', async () => {
    const file = path.join(places().cache, 'mnist', 't10k-labels-idx1-ubyte.gz');
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, 'abc');
    const finding = (await checkDataset('mnist', places())).at(-1)!;
    assert.deepEqual(
      { ...finding, detail: '' },
      {
        dataset: 'mnist',
        subject: 't10k-labels-idx1-ubyte.gz',
        status: 'corrupt',
        path: file,
        expected: readManifest().mnist.files[3].sha256,
        // FIPS 180-2, example B.1.
        found: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
        detail: '',
      },
    );
    assert.equal(fs.readFileSync(file, 'utf8'), 'abc');
  });

  it('lists where each data set is', () => {
    const local = path.join(folder(), 'local');
    assert.equal(statusOf('glyphs', places()), 'built in');
    assert.equal(statusOf('mnist', places()), 'not downloaded');
    putAll(path.join(places().cache, 'mnist'));
    assert.equal(statusOf('mnist', places()), 'cached');
    putAll(path.join(local, 'mnist'));
    const mnist = listDatasets({ ...places(), local }).find(({ name }) => name === 'mnist');
    assert.equal(mnist?.status, 'PRUNELAB_DATA');
    assert.equal(mnist.folder, path.join(local, 'mnist'));
  });

  it('says what has to be brought, and looks for files under the name they are kept by', async () => {
    assert.equal(statusOf('cifar-10-jpeg', places()), 'not here');
    const [finding] = await checkDataset('cifar-10-jpeg', places());
    assert.match(finding.detail, /set PRUNELAB_DATA to it/);
    const [archive] = await checkDataset('cifar-10-16', places());
    assert.equal(archive.path, path.join(places().cache, 'cifar-10', 'cifar-10-binary.tar.gz'));
    assert.equal(archive.expected, readManifest()['cifar-10'].files[0].gzip.sha256);
  });

  it("counts the user's own data sets", async () => {
    registerDataset('checked', {
      description: 'Two glyphs',
      shape: [1, 14, 14],
      numClasses: 10,
      trainSize: 1,
      testSize: 1,
      load: () => glyphs({ size: 14, train: 1, test: 1, seed: 1 }),
    });
    assert.equal(statusOf('checked', places()), 'registered');
    const [train] = await checkDataset('checked', places());
    assert.equal(train.status, 'ok');
    assert.equal(train.detail, '1 images; per class 1, 0, 0, 0, 0, 0, 0, 0, 0, 0');
  });
});
