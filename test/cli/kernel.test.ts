import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { prunelab } from '../support/prunelab.js';
import { newFolder } from '../support/temporary-folder.js';

describe('prunelab kernel', function () {
  this.timeout(60_000);

  /** An environment in which Jupyter's data are in a folder of the test, and nowhere else. */
  function machine(): { env: Record<string, string>; data: string } {
    const data = path.join(newFolder(), 'jupyter');
    const env = { JUPYTER_DATA_DIR: data, JUPYTER_PATH: '', VIRTUAL_ENV: '', CONDA_PREFIX: '' };
    return { env, data };
  }

  it('installs for the user, lists and uninstalls, without Python', async () => {
    const { env, data } = machine();
    const folder = path.join(data, 'kernels', 'prunelab');
    const installed = await prunelab(['kernel', 'install'], env);
    assert.equal(installed.code, 0, installed.stderr);
    assert.ok(installed.stdout.includes(folder));
    assert.match(installed.stdout, /choose the kernel "TypeScript \(prunelab\)"/);
    const list = await prunelab(['kernel', 'list'], env);
    assert.equal(list.code, 0, list.stdout);
    assert.ok(list.stdout.includes(folder));
    const doctor = await prunelab(['doctor'], env);
    assert.ok(doctor.stdout.includes(folder));
    const removed = await prunelab(['kernel', 'uninstall'], env);
    assert.match(removed.stdout, /^Removed /);
    assert.equal(fs.existsSync(folder), false);
    const again = await prunelab(['kernel', 'uninstall'], env);
    assert.equal(again.code, 1);
    assert.match(again.stderr, /^prunelab: There is no kernel .*prunelab kernel list/);
  });

  it('installs below a prefix under a name of its own', async () => {
    const { env } = machine();
    const prefix = newFolder();
    const words = ['--prefix', prefix, '--name', 'course', '--display-name', 'Course 2030'];
    const { code, stdout } = await prunelab(['kernel', 'install', ...words], env);
    assert.equal(code, 0);
    const folder = path.join(prefix, 'share', 'jupyter', 'kernels', 'course');
    assert.ok(fs.existsSync(path.join(folder, 'kernel.json')));
    assert.match(stdout, /export JUPYTER_PATH="[^"]*share\/jupyter"/);
  });

  it('installs into a project, and says how Jupyter finds it', async () => {
    const { env } = machine();
    const project = newFolder();
    const nowhere = await prunelab(['kernel', 'install', '--project', project], env);
    assert.equal(nowhere.code, 1);
    assert.match(nowhere.stderr, /prunelab in its node_modules/);
    fs.mkdirSync(path.join(project, 'node_modules', 'prunelab'), { recursive: true });
    const { stdout } = await prunelab(['kernel', 'install', '--project', project], env);
    assert.match(stdout, /JUPYTER_PATH="\$PWD\/\.jupyter" jupyter lab/);
    const file = path.join(project, '.jupyter', 'kernels', 'prunelab', 'kernel.json');
    assert.ok(!fs.readFileSync(file, 'utf8').includes(project));
  });
});
