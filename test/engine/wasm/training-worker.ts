// Trains in a worker thread and posts the parameters.
import { parentPort, workerData } from 'node:worker_threads';
import { trainSmall } from './train-small.js';

parentPort!.postMessage(trainSmall(workerData as number));
