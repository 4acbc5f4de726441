import { openStore } from '../../../src/experiment/store/store.js';
import { sweep } from '../../../src/experiment/sweep/sweep.js';
import { laboratory, spec } from '../fake.js';

// A sweep for `sweep.test.ts` to kill: folder of the store, log file.
const [folder, log] = process.argv.slice(2);
const specs = Array.from({ length: 6 }, (_, value) => spec({ value, ms: 100, log }));
await sweep(specs, laboratory, { store: openStore(folder), jobs: 2 });
