import type { Replication } from '../src/index.js';
import { chang2021provable } from './chang2021provable/index.js';
import { frankle2019lottery } from './frankle2019lottery/index.js';
import { frankle2020linear } from './frankle2020linear/index.js';
import { he2022sparse } from './he2022sparse/index.js';
import { lee2019snip } from './lee2019snip/index.js';
import { tanaka2020synflow } from './tanaka2020synflow/index.js';

/** Every replication,; the only list of papers. */
export const replications: readonly Replication[] = [
  frankle2019lottery,
  frankle2020linear,
  lee2019snip,
  tanaka2020synflow,
  chang2021provable,
  he2022sparse,
];

export {
  chang2021provable,
  frankle2019lottery,
  frankle2020linear,
  he2022sparse,
  lee2019snip,
  tanaka2020synflow,
};
