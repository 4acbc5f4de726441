import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import {
  prunelabKernel,
  stockTslab,
  type KernelSpec,
} from '../../../src/kernel/headless/kernelspec.js';
import { packageRoot } from '../../../src/package-root.js';

/** What differs between kernels; the rest of the code that checks run is the same TypeScript. */
export interface Snippets {
  /** Asks `Name? ` and prints `hello <answer>`. */
  readonly input?: string;
  /** Shows `<b>bold</b>` as HTML. */
  readonly display?: string;
  /** Shows `first` and replaces it by `second`. */
  readonly update?: string;
  /** Shows `gone`, empties the output and shows `left`. */
  readonly clear?: string;
}

/** A kernel to be compared. */
export interface Subject {
  readonly name: string;
  readonly spec: KernelSpec;
  readonly snippets: Snippets;
}

export function ours(): Subject {
  const notebook = "(globalThis as any)[Symbol.for('prunelab.notebook')]";
  const html = (text: string, options = ''): string =>
    `${notebook}.publish({ 'text/html': '${text}', 'text/plain': '${text}' }${options});`;
  return {
    name: 'prunelab',
    spec: prunelabKernel(),
    snippets: {
      input: "console.log('hello ' + (await input('Name? ')));",
      display: html('<b>bold</b>'),
      update:
        html('first', ", { displayId: 'd1' }") +
        html('second', ", { displayId: 'd1', update: true }"),
      clear: `${html('gone')} ${notebook}.clear(); ${html('left')}`,
    },
  };
}

/** tslab as it is published. It has no input, no result with several types and no clearing. */
export function tslab(): Subject {
  const from = "import { display, newDisplay } from 'tslab';";
  return {
    name: 'tslab',
    spec: stockTslab(),
    snippets: {
      display: `${from} display.html('<b>bold</b>');`,
      update: `${from} const shown = newDisplay(); shown.html('first'); shown.html('second');`,
    },
  };
}

/** Deno's kernel, if `path` or `PATH` or our `node_modules` has the program. */
export function deno(path?: string): Subject | undefined {
  const program = path ?? findDeno();
  if (program === undefined) return undefined;
  const send = (type: string, text: string, id = ''): string =>
    `await Deno.jupyter.broadcast('${type}', { data: { 'text/html': '${text}' }, metadata: {}, transient: {${id}} });`;
  const id = " display_id: 'd1' ";
  return {
    name: 'deno',
    spec: {
      name: 'deno',
      argv: [program, 'jupyter', '--kernel', '--conn', '{connection_file}'],
      env: {},
      interruptMode: 'message',
    },
    snippets: {
      input: "console.log('hello ' + prompt('Name? '));",
      display: send('display_data', '<b>bold</b>'),
      update: send('display_data', 'first', id) + send('update_display_data', 'second', id),
      clear:
        send('display_data', 'gone') +
        "await Deno.jupyter.broadcast('clear_output', { wait: false });" +
        send('display_data', 'left'),
    },
  };
}

function findDeno(): string | undefined {
  const name = process.platform === 'win32' ? 'deno.exe' : 'deno';
  const folders = [
    join(packageRoot(), 'node_modules', '.bin'),
    ...(process.env.PATH ?? '').split(delimiter),
  ];
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
}
