import { workerData } from 'node:worker_threads';
import { adoptDatasets, type Resources, useEngine } from './resources.js';
import { experiments } from './register.js';
import { serveWorker } from '../experiment/sweep/serve-worker.js';
import type { WorkerStart } from '../experiment/sweep/worker-protocol.js';

const resources = (workerData as WorkerStart).resources as Resources;
adoptDatasets(resources);
void useEngine({ engine: resources.engine }).then(() => serveWorker(experiments));
