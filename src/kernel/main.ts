import ts from 'typescript';
import { packageVersion } from '../package-root.js';
import { typeScript } from './language.js';
import { runKernel } from './server/run-kernel.js';

/** The kernel's entry: `node dist/src/kernel/main.js <connection file>`. */
const code = runKernel(process.argv.slice(2), (events) => typeScript(process.cwd(), events), {
  version: packageVersion(),
  languageVersion: ts.version,
});
void code.then((exitCode) => process.exit(exitCode));
