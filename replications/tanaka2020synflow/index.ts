import type { Replication } from '../../src/index.js';
import { deviations, discussion } from './about.js';
import { claims } from './claims/index.js';
import { figures } from './figures/index.js';
import { presets } from './presets.js';
import { tables } from './tables.js';

/** Synaptic flow: conservation, layer-collapse, accuracy, and what critics doubted. */
export const tanaka2020synflow: Replication = {
  paper: {
    key: 'tanaka2020synflow',
    title: 'Pruning neural networks without any data by iteratively conserving synaptic flow',
    authors: ['Hidenori Tanaka', 'Daniel Kunin', 'Daniel L. K. Yamins', 'Surya Ganguli'],
    venue: 'NeurIPS',
    year: 2020,
    url: 'https://arxiv.org/abs/2006.05467',
  },
  presets,
  claims,
  figures,
  tables,
  deviations,
  discussion,
};
