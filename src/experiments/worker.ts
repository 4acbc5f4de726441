import { workerData } from 'node:worker_threads';
import { adoptDatasets } from './resources.js';
import { experiments } from './register.js';
import { serveWorker } from '../experiment/serve-worker.js';
import type { WorkerStart } from '../experiment/worker-protocol.js';

adoptDatasets((workerData as WorkerStart).resources);
serveWorker(experiments);
