import type { Provenance } from '../../../src/experiment/experiment.js';
import { openStore } from '../../../src/experiment/store/store.js';
import { fake } from '../fake.js';

// Publishes ten runs of its own, whose tensors every such process has, for `store.test.ts`.
const [folder, first] = process.argv.slice(2);
const store = openStore(folder);
const provenance = {} as Provenance;
for (let i = 0; i < 10; i++) {
  const tensors = { weights: Float32Array.from({ length: 50_000 }, (_, j) => Math.sqrt(i + j)) };
  store.publish(fake, { value: Number(first) + i }, { rows: [], tensors, provenance });
}
