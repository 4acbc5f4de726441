import { newFolder } from './temporary-folder.js';

/**
 * The store of the smoke runs, one per test process: replications and notebooks need the same runs,
 * and whoever comes first trains them.
 */
export const smokeStore = newFolder();
