import type { Replication } from '../../src/index.js';
import { deviations, discussion } from './about.js';
import { claims } from './claims/index.js';
import { figures } from './figures.js';
import { presets } from './presets.js';
import { tables } from './tables.js';

/** Linear mode connectivity: which nets end in one basin whatever SGD’s noise, and which tickets win. */
export const frankle2020linear: Replication = {
  paper: {
    key: 'frankle2020linear',
    title: 'Linear Mode Connectivity and the Lottery Ticket Hypothesis',
    authors: ['Jonathan Frankle', 'Gintare Karolina Dziugaite', 'Daniel M. Roy', 'Michael Carbin'],
    venue: 'ICML',
    year: 2020,
    url: 'https://arxiv.org/abs/1912.05671',
  },
  presets,
  claims,
  figures,
  tables,
  deviations,
  discussion,
};
