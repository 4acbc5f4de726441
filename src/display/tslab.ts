import type { Display } from 'tslab';
import type { Bundle } from './live.js';

/** What tslab gives to the code of notebooks; `import type` keeps it out of a plain `import 'prunelab'`. */
interface Tslab {
  readonly display: Display;
  newDisplay(): Display;
}

/** What tslab can show, the best first: it sends one type at a time. */
const shown = [
  'image/svg+xml',
  'text/html',
  'image/png',
  'text/markdown',
  'text/latex',
  'text/plain',
];

/**
 * The module of the tslab kernel we run in, or undefined outside one and in its worker threads.
 *
 * tslab leaves its `require` in the global `__tslab__`. Asking that one gives the module the kernel
 * itself uses; ours could be another copy of it, which is not connected to any notebook.
 */
export function liveTslab(): Tslab | undefined {
  const kernel = (globalThis as { __tslab__?: { require(id: 'tslab'): Tslab } }).__tslab__;
  return kernel?.require('tslab');
}

/** The one form of `bundle` to give to tslab. */
export function bestForm(bundle: Bundle): readonly [type: string, data: string] | undefined {
  const type = shown.find((each) => typeof bundle[each] === 'string');
  return type === undefined ? undefined : [type, bundle[type] as string];
}
