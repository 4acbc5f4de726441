import { serveWorker } from '../../src/experiment/serve-worker.js';
import { fake } from './fake.js';

serveWorker({ fake });
