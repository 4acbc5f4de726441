import { serveWorker } from '../../../src/experiment/sweep/serve-worker.js';
import { chain } from './chain.js';

serveWorker({ chain });
