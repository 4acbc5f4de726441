import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { packageRoot } from '../../src/package-root.js';
import { prunelab } from '../support/prunelab.js';
import { newFolder } from '../support/temporary-folder.js';

/** Stands in for JupyterLab: says what it was given, and lists the kernels it would find. */
const fakeLab = `#!/bin/sh
if [ "$*" = --version ]; then echo 4.9.9; exit; fi
echo "arguments: $*"
echo "folder: $PWD"
echo "kernels: $JUPYTER_PATH"
first="\${JUPYTER_PATH%%:*}"
test -f "$first/kernels/prunelab/kernel.json" && echo "found"
exit 7
`;

describe('prunelab lab', function () {
  this.timeout(60_000);
  if (process.platform === 'win32') return; // The stand-in is a shell script.

  /** A PATH with Node, a shell and, if asked for, the stand-in, but no Jupyter of this machine. */
  function machine({ lab }: { lab: boolean }): Record<string, string> {
    const bin = newFolder();
    fs.symlinkSync(process.execPath, path.join(bin, 'node'));
    if (lab) fs.writeFileSync(path.join(bin, 'jupyter-lab'), fakeLab, { mode: 0o755 });
    return { PATH: bin, JUPYTER_PATH: '/before' };
  }

  it("starts JupyterLab among the notebooks, with this repository's kernel", async () => {
    const words = ['lab', '--no-browser', '--port', '8890', 'papers/a.ipynb', '--x=y'];
    const { code, stdout } = await prunelab(words, machine({ lab: true }));
    assert.equal(code, 7, 'the exit code is that of JupyterLab');
    const root = packageRoot();
    assert.ok(stdout.startsWith(`JupyterLab 4.9.9 in ${path.join(root, 'notebooks')}\n`), stdout);
    assert.match(
      stdout,
      /^arguments: --MultiKernelManager\.default_kernel_name=prunelab --no-browser --port 8890 papers\/a\.ipynb --x=y$/m,
    );
    assert.ok(stdout.includes(`folder: ${path.join(root, 'notebooks')}\n`));
    assert.ok(stdout.includes(`kernels: ${path.join(root, '.jupyter')}:/before\n`));
    assert.match(stdout, /^found$/m);
  });

  it('lends the kernel to a folder that has none, and leaves nothing behind', async () => {
    const before = lent();
    const folder = fs.realpathSync(newFolder());
    const { stdout } = await prunelab(['lab'], machine({ lab: true }), folder);
    assert.ok(stdout.includes(`folder: ${folder}\n`), stdout);
    assert.match(stdout, /^found$/m);
    assert.deepEqual(lent(), before);
    assert.deepEqual(fs.readdirSync(folder), []);
  });

  it('says how to get Jupyter where there is none', async () => {
    const { code, stderr } = await prunelab(['lab'], machine({ lab: false }));
    assert.equal(code, 1);
    assert.match(stderr, /neither JupyterLab nor Jupyter Notebook/);
    for (const way of ['pip install', 'pipx', 'uv tool', 'conda', 'apt', 'VS Code']) {
      assert.ok(stderr.includes(way), way);
    }
  });

  function lent(): string[] {
    return fs.readdirSync(os.tmpdir()).filter((name) => name.startsWith('prunelab-lab-'));
  }
});
