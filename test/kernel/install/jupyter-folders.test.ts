import assert from 'node:assert/strict';
import path from 'node:path';
import {
  type Machine,
  prefixFolder,
  pythonPrefix,
  searchedFolders,
  userFolder,
} from '../../../src/kernel/install/jupyter-folders.js';

const linux = (env: Record<string, string> = {}): Machine => ({
  env,
  platform: 'linux',
  home: '/home/ada',
});

describe("Jupyter's folders", () => {
  it('are where Jupyter looks for what belongs to the user', () => {
    const mac: Machine = { env: {}, platform: 'darwin', home: '/Users/ada' };
    assert.equal(userFolder(linux()), '/home/ada/.local/share/jupyter');
    assert.equal(userFolder(linux({ XDG_DATA_HOME: '/data' })), '/data/jupyter');
    assert.equal(userFolder(linux({ XDG_DATA_HOME: '' })), '/home/ada/.local/share/jupyter');
    assert.equal(userFolder(mac), '/Users/ada/Library/Jupyter');
    const windows: Machine = { env: { APPDATA: '/roaming' }, platform: 'win32', home: '/ada' };
    assert.equal(userFolder(windows), path.join('/roaming', 'jupyter'));
    assert.equal(
      userFolder({ ...windows, env: {} }),
      path.join('/ada', 'AppData', 'Roaming', 'jupyter'),
    );
    for (const machine of [linux(), mac, windows]) {
      assert.equal(userFolder({ ...machine, env: { JUPYTER_DATA_DIR: '/mine' } }), '/mine');
    }
  });

  it('are in share/jupyter below a prefix', () => {
    assert.equal(prefixFolder('/opt/lab'), '/opt/lab/share/jupyter');
  });

  it('follow the active Python environment', () => {
    assert.equal(pythonPrefix(linux({ VIRTUAL_ENV: '/venv', CONDA_PREFIX: '/conda' })), '/venv');
    assert.equal(pythonPrefix(linux({ CONDA_PREFIX: '/conda' })), '/conda');
  });

  it('say what to do where there is no Python', () => {
    assert.throws(
      () => pythonPrefix(linux({ PATH: '/nothing/here' })),
      /give its folder with --prefix/,
    );
  });

  it('are searched in the order of Jupyter', () => {
    const env = {
      JUPYTER_PATH: ['/first', '', '/second'].join(path.delimiter),
      VIRTUAL_ENV: '/venv',
    };
    assert.deepEqual(searchedFolders(linux(env)), [
      '/first',
      '/second',
      '/home/ada/.local/share/jupyter',
      '/venv/share/jupyter',
      '/usr/local/share/jupyter',
      '/usr/share/jupyter',
    ]);
  });
});
