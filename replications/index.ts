import type { Replication } from '../src/index.js';
import { frankle2019lottery } from './frankle2019lottery/index.js';

/** Every replication; the only list of papers. */
export const replications: readonly Replication[] = [frankle2019lottery];

export { frankle2019lottery };
