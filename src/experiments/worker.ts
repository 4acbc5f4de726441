import { workerData } from 'node:worker_threads';
import { adoptDatasets } from './resources.js';
import { experiments } from './register.js';
import { serveWorker } from '../experiment/sweep/serve-worker.js';
import type { WorkerStart } from '../experiment/sweep/worker-protocol.js';

adoptDatasets((workerData as WorkerStart).resources);
serveWorker(experiments);
