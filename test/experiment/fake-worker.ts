import { serveWorker } from '../../src/experiment/sweep/serve-worker.js';
import { fake } from './fake.js';

serveWorker({ fake });
