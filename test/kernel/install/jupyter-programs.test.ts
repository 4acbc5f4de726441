import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { findFrontEnd, withProjectPrograms } from '../../../src/kernel/install/jupyter-programs.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

describe('front ends of Jupyter', function () {
  const folder = temporaryFolder();
  if (process.platform === 'win32') return; // The stand-ins are shell scripts.

  /** A program that prints what it is asked for its version. */
  function program(name: string, prints: string, exitCode = 0): void {
    const file = path.join(folder(), name);
    fs.writeFileSync(file, `#!/bin/sh\necho "${prints}"\nexit ${exitCode}\n`, { mode: 0o755 });
  }
  const find = (): ReturnType<typeof findFrontEnd> => findFrontEnd({ PATH: folder() });

  it('may be missing', () => {
    assert.equal(find(), undefined);
  });

  it('are JupyterLab rather than Notebook', () => {
    program('jupyter-notebook', '7.4.1');
    assert.deepEqual(find(), {
      name: 'Jupyter Notebook',
      version: '7.4.1',
      command: ['jupyter-notebook'],
    });
    program('jupyter-lab', '4.5.0rc1');
    assert.deepEqual(find(), {
      name: 'JupyterLab',
      version: '4.5.0rc1',
      command: ['jupyter-lab'],
    });
  });

  it('are not there when the program only complains', () => {
    program('jupyter', 'jupyter: no such command: lab', 1);
    program('python3', 'No module named jupyterlab', 1);
    assert.equal(find(), undefined);
    program('python3', '4.4.0');
    assert.deepEqual(find()?.command, ['python3', '-m', 'jupyterlab']);
  });

  it("come from the project's own environment first", () => {
    const project = path.join(folder(), 'project');
    const env = { PATH: '/usr/bin' };
    assert.equal(withProjectPrograms(project, env), env);
    const bin = path.join(project, '.venv', 'bin');
    fs.mkdirSync(bin, { recursive: true });
    assert.equal(withProjectPrograms(project, env).PATH, `${bin}:/usr/bin`);
  });
});
