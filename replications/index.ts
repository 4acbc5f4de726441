import type { Replication } from '../src/index.js';
import { frankle2019lottery } from './frankle2019lottery/index.js';
import { lee2019snip } from './lee2019snip/index.js';
import { tanaka2020synflow } from './tanaka2020synflow/index.js';

/** Every replication; the only list of papers. */
export const replications: readonly Replication[] = [
  frankle2019lottery,
  lee2019snip,
  tanaka2020synflow,
];

export { frankle2019lottery, lee2019snip, tanaka2020synflow };
