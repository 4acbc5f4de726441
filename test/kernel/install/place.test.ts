import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Machine } from '../../../src/kernel/install/jupyter-folders.js';
import { findPlace, findProject, kernelJsonFor } from '../../../src/kernel/install/place.js';
import { packageRoot } from '../../../src/package-root.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const machine: Machine = { env: { VIRTUAL_ENV: '/venv' }, platform: 'linux', home: '/home/ada' };

describe('the place of a kernelspec', () => {
  const folder = temporaryFolder();

  it("is the user's own unless another is named", () => {
    assert.deepEqual(findPlace({}, machine), {
      kind: 'user',
      data: '/home/ada/.local/share/jupyter',
    });
    assert.deepEqual(findPlace({ prefix: '/opt/lab' }, machine), {
      kind: 'prefix',
      data: '/opt/lab/share/jupyter',
    });
    assert.deepEqual(findPlace({ sysPrefix: true }, machine), {
      kind: 'prefix',
      data: '/venv/share/jupyter',
    });
  });

  it('is one place', () => {
    const both = { prefix: '/opt/lab', sysPrefix: true };
    assert.throws(() => findPlace(both, machine), /one of --prefix, --sys-prefix and --project/);
  });

  it('in a project is beside its node_modules', () => {
    const inside = path.join(folder(), 'notebooks', 'week-1');
    fs.mkdirSync(inside, { recursive: true });
    assert.throws(() => findProject(inside), /prunelab in its node_modules/);
    fs.mkdirSync(path.join(folder(), 'node_modules', 'prunelab'), { recursive: true });
    assert.equal(findProject(inside), folder());
    const place = findPlace({ project: inside }, machine);
    assert.deepEqual(place, { kind: 'project', data: path.join(folder(), '.jupyter') });
  });

  it('decides whether the kernelspec may name folders of this machine', () => {
    const project = JSON.stringify(kernelJsonFor({ kind: 'project', data: '/p/.jupyter' }));
    assert.ok(!project.includes(packageRoot()) && !project.includes(process.execPath));
    const user = kernelJsonFor({ kind: 'user', data: '/home/ada' }, 'Mine');
    assert.equal(user.display_name, 'Mine');
    assert.deepEqual(user.argv, [
      process.execPath,
      path.join(packageRoot(), 'dist', 'src', 'kernel', 'main.js'),
      '{connection_file}',
    ]);
  });

  it("is committed for this repository's own notebooks as `--project` writes it", () => {
    const file = path.join(packageRoot(), '.jupyter', 'kernels', 'prunelab', 'kernel.json');
    const written: unknown = JSON.parse(fs.readFileSync(file, 'utf8'));
    assert.deepEqual(written, kernelJsonFor({ kind: 'project', data: '' }));
  });
});
