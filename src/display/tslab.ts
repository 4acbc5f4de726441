import type { Display } from 'tslab';

/** What tslab gives to the code of notebooks; `import type` keeps it out of a plain `import 'prunelab'`. */
interface Tslab {
  readonly display: Display;
  newDisplay(): Display;
}

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
