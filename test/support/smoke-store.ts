import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/**
 * The store of the smoke runs, one per test process: replications and notebooks need the same runs,
 * and whoever comes first trains them.
 */
export const smokeStore = path.join(os.tmpdir(), `prunelab-smoke-${process.pid}`);

process.once('exit', () => fs.rmSync(smokeStore, { recursive: true, force: true }));
