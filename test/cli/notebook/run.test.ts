import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { saveNotebook } from '../../support/notebooks.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const main = fileURLToPath(new URL('../../../replications/main.ts', import.meta.url));
const sleeping = 'await new Promise((resolve) => setTimeout(resolve, 60_000))';

function start(...args: string[]): { child: ChildProcess; ended: Promise<[number, string]> } {
  const child = spawn(process.execPath, ['--import', 'tsx', main, 'notebook', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data: Buffer) => (text += data.toString()));
  }
  return { child, ended: once(child, 'close').then(([code]) => [code as number, text]) };
}

const prunelab = (...args: string[]): Promise<[number, string]> => start(...args).ended;

describe('prunelab notebook run', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const save = (name: string, ...cells: Parameters<typeof saveNotebook>[1]): string =>
    saveNotebook(join(folder(), name), cells);

  it('gives parameters, keeps the copy, and ends with 0', async () => {
    const path = save(
      'a.ipynb',
      { source: 'const n = 1;', tags: ['parameters'] },
      'console.log(n)',
    );
    const out = join(folder(), 'b.ipynb');
    const [code, text] = await prunelab('run', path, '-o', out, '-p', 'n=7', '--kernel', 'tslab');
    assert.match(text, /^ok {5}.*a\.ipynb \(3 cells, \d+\.\d s, written to .*b\.ipynb\)\n$/);
    assert.equal(code, 0);
    assert.match(readFileSync(out, 'utf8'), /"7\\n"/);
  });

  it('ends with 1 when a notebook fails, and runs the others', async () => {
    const paths = [save('a.ipynb', 'nosuch'), save('b.ipynb', '1')];
    const [code, text] = await prunelab('run', ...paths, '--kernel', 'tslab', '--quiet', '-j', '2');
    assert.equal(code, 1);
    assert.match(text, /^failed .*a\.ipynb.*\n.*a\.ipynb, cell 1 \(nosuch\): it failed\n/);
    assert.match(text, /\n2 notebooks: 1 ok, 1 failed\n$/);
  });

  it('ends with 2 when it is used wrongly or there is no kernel', async () => {
    const path = save('a.ipynb', '1');
    const kernel = join(folder(), 'kernel');
    mkdirSync(kernel);
    writeFileSync(join(kernel, 'kernel.json'), '{"argv": ["no-such-command"]}');
    const all = await Promise.all([
      prunelab('run', path, '--frobnicate'),
      prunelab('run', path, '--kernel', 'tslap'),
      prunelab('run', path, '--kernel', 'tslab', '-p', 'n=7'),
      prunelab('run', path, '--kernel', kernel),
    ]);
    assert.deepEqual(
      all.map(([code]) => code),
      [2, 2, 2, 2],
    );
    const [option, name, parameter, noKernel] = all.map(([, text]) => text);
    assert.match(option, /unknown option '--frobnicate'/);
    assert.match(name, /^prunelab: There is no kernel or folder 'tslap'/);
    assert.match(parameter, /^prunelab: .*a\.ipynb takes no parameters/);
    assert.match(noKernel, /^no-kernel .*\n.*a\.ipynb: The kernel kernel did not start/);
  });

  it('explains itself with 0', async () => {
    const [code, text] = await prunelab('run', '--help');
    assert.equal(code, 0);
    assert.match(text, /Exit code: 0 all succeeded, 1 a notebook failed, 2 wrong usage/);
  });

  it('stops on Ctrl-C, says what was done, and leaves the notebook alone', async () => {
    const path = save('a.ipynb', 'console.log("x")', sleeping);
    const before = readFileSync(path, 'utf8');
    const args = ['run', path, '--kernel', 'tslab', '--in-place', '--verbose'];
    const { child, ended } = start(...args);
    await once(child.stdout!, 'data');
    child.kill('SIGINT');
    const [code, text] = await ended;
    assert.equal(code, 130);
    assert.match(text, /stopped .*a\.ipynb \(\d cells?, .*\n.*: stopped in cell [12] /);
    assert.match(text, /Stopped\. No kernel is left, and no notebook is half written\.\n$/);
    assert.equal(readFileSync(path, 'utf8'), before);
  });

  it('lists parameters', async () => {
    const source = "const n = 1; let key: 'a' | 'b' = 'a';";
    const path = save('a.ipynb', { source, tags: ['parameters'] });
    assert.deepEqual(await prunelab('parameters', path), [
      0,
      "n: number = 1\nkey: 'a' | 'b' = 'a'\n",
    ]);
    const [code, text] = await prunelab('parameters', save('b.ipynb', '1'));
    assert.deepEqual([code, text.includes('takes no parameters')], [2, true]);
  });
});
