import type { Replication } from '../../src/index.js';
import { claims } from './claims.js';
import { presets } from './presets.js';

/** SNIP: pruning in one shot, by connection sensitivity. */
export const lee2019snip: Replication = {
  paper: {
    key: 'lee2019snip',
    title: 'SNIP: Single-shot Network Pruning based on Connection Sensitivity',
    authors: ['Namhoon Lee', 'Thalaiyasingam Ajanthan', 'Philip H. S. Torr'],
    venue: 'ICLR',
    year: 2019,
    url: 'https://arxiv.org/abs/1810.02340',
  },
  presets,
  claims,
  figures: [],
  deviations: [],
  discussion: {
    scope: '',
    methodology: '',
    whatWasEasy: '',
    whatWasDifficult: '',
    communication: '',
  },
};
