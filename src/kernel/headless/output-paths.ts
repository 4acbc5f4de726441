import { existsSync, mkdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UserError } from '../../errors.js';

/**
 * Where the executed copies of notebooks go: `output` is a file if it ends with `.ipynb` (for one
 * notebook), and else a folder, made if missing, for copies under their own names.
 */
export function outputPaths(paths: readonly string[], output: string): readonly string[] {
  const targets = output.endsWith('.ipynb')
    ? [fileFor(paths, output)]
    : paths.map((path) => join(output, basename(path)));
  const names = targets.map((path) => basename(path));
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new UserError(
      `Two notebooks are called ${twice}, and their copies would share one file; ` +
        'run them one after the other into different folders.',
    );
  }
  for (const [i, path] of paths.entries()) {
    if (resolve(targets[i]) === resolve(path)) {
      throw new UserError(
        `The copy of ${path} would overwrite it; name another place, or write in place if you mean it.`,
      );
    }
  }
  if (!output.endsWith('.ipynb')) makeFolder(output);
  return targets;
}

function fileFor(paths: readonly string[], output: string): string {
  if (paths.length !== 1) {
    throw new UserError(
      `${paths.length} notebooks cannot all be written to the file ${output}; name a folder.`,
    );
  }
  if (!existsSync(dirname(resolve(output)))) {
    throw new UserError(`The folder of the output ${output} does not exist; make it first.`);
  }
  return output;
}

function makeFolder(folder: string): void {
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
  else if (!statSync(folder).isDirectory()) {
    throw new UserError(
      `The output ${folder} is a file, but no notebook; name a folder, or a file that ends with .ipynb.`,
    );
  }
}
