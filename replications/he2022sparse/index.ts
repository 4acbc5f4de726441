import type { Replication } from '../../src/index.js';
import { deviations, discussion } from './about.js';
import { claims } from './claims/index.js';
import { figures } from './figures/index.js';
import { presets } from './presets.js';
import { tables } from './tables.js';

/** Sparse double descent: where it is, what moves it, what goes with it. */
export const he2022sparse: Replication = {
  paper: {
    key: 'he2022sparse',
    title: 'Sparse Double Descent: Where Network Pruning Aggravates Overfitting',
    authors: ['Zheng He', 'Zeke Xie', 'Quanzhi Zhu', 'Zengchang Qin'],
    venue: 'ICML',
    year: 2022,
    url: 'https://arxiv.org/abs/2206.08684',
  },
  presets,
  claims,
  figures,
  tables,
  deviations,
  discussion,
};
