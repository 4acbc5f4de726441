import assert from 'node:assert/strict';
import path from 'node:path';
import { packageRoot } from '../../../src/package-root.js';
import {
  clientScript,
  describeClients,
  environmentWithKernel,
  runPython,
} from '../../support/jupyter.js';

describe("the kernel under Jupyter's own test of kernels", () => {
  describeClients(['jupyter_kernel_test'], (python) => {
    it('passes all of it but the pager and clear_output, which a language may lack', async () => {
      const { code, stderr } = await runPython(python, [clientScript('kernel_test.py'), '-v'], {
        env: environmentWithKernel(),
        cwd: path.join(packageRoot(), 'notebooks'),
      });
      assert.equal(code, 0, stderr);
      const passed = [...stderr.matchAll(/^test_(\w+) .*\.\.\. ok$/gm)].map(([, name]) => name);
      assert.deepEqual(passed.sort(), [
        'completion',
        'display_data',
        'error',
        'execute_result',
        'execute_stderr',
        'execute_stdout',
        'history',
        'inspect',
        'is_complete',
        'kernel_info',
      ]);
    });
  });
});
