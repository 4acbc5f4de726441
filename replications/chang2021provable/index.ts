import type { Replication } from '../../src/index.js';
import { deviations, discussion } from './about.js';
import { claims } from './claims/index.js';
import { figures } from './figures.js';
import { presets } from './presets.js';
import { tables } from './tables.js';

/** Overparameterization and pruning: double descent of sparse models, and its theory. */
export const chang2021provable: Replication = {
  paper: {
    key: 'chang2021provable',
    title:
      'Provable Benefits of Overparameterization in Model Compression: From Double Descent to Pruning Neural Networks',
    authors: ['Xiangyu Chang', 'Yingcong Li', 'Samet Oymak', 'Christos Thrampoulidis'],
    venue: 'AAAI',
    year: 2021,
    url: 'https://arxiv.org/abs/2012.08749',
  },
  presets,
  claims,
  figures,
  tables,
  deviations,
  discussion,
};
