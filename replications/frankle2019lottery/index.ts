import type { Replication } from '../../src/index.js';
import { claims } from './claims.js';
import { figures } from './figures.js';
import { presets } from './presets.js';

/** The lottery ticket hypothesis: claims 1 to 5, LeNet-300-100. */
export const frankle2019lottery: Replication = {
  paper: {
    key: 'frankle2019lottery',
    title: 'The Lottery Ticket Hypothesis: Finding Sparse, Trainable Neural Networks',
    authors: ['Jonathan Frankle', 'Michael Carbin'],
    venue: 'ICLR',
    year: 2019,
    url: 'https://arxiv.org/abs/1803.03635',
  },
  presets,
  claims,
  figures,
  deviations: [
    'Smaller training set: 15,000 training and 2,500 validation images per seed (paper: 55,000 and 5,000) in the course preset. Every net overfits sooner, so early stopping comes earlier and differences are larger than on the full set.',
    'Shorter training: 5,000 iterations, evaluated every 50 (paper: 50,000, every 100).',
    'The ladder takes two of the paper’s pruning rounds at once: hidden layers lose 36 %, the output layer 19 % of their surviving weights. The paper’s 21.1 % and 13.5 % are therefore read at the nearest density that was trained; every finding names it.',
    'The validation loss is smoothed over five evaluations before its minimum is taken, in every arm alike: 2,500 validation images give a noisier curve than the paper’s 5,000.',
    'One random reinitialisation per ticket and seed (paper: three per ticket). The seed is the unit of every test.',
    'Pixels are standardised with mean 0.1307 and deviation 0.3081; the paper does not say what it did.',
    'Exactly round(density × n) weights are kept in each layer. The code the authors published keeps one fewer per pruning step.',
    'Weights are drawn from an untruncated Gaussian Glorot distribution; the paper says only “Gaussian Glorot”.',
    'Ten seeds in every preset (paper: five trials). With five, a two-sided exact test cannot reach 0.05; with seven claims corrected by Holm’s method it takes nine.',
    'Random masks keep the dense net’s first weights (paper: newly drawn ones). The mask being random, the two are equal in distribution.',
    'The smoke preset replaces MNIST by generated digits of 14 × 14 pixels: it tests the machinery and the direction of effects, not the paper.',
  ],
  discussion: {
    scope:
      'The first five claims of the paper, on LeNet-300-100: tickets found by iterative magnitude pruning learn faster (1), test better at early stopping (2) and at the end of training (3) than the dense net; their first weights matter (4a to 4c); and iterative pruning beats one-shot pruning at small sizes (5). The claims on convolutional nets and on learning rates are not tested here.',
    methodology:
      'Every seed draws its own training subset, validation set, initial weights and data order; all arms of a seed share them, and each effect is a paired difference within the seed. An interval is Student’s t at 95 %, a p-value the exact sign-flip test, corrected over the claims of the paper by Holm’s method. A claim is supported only if the interval lies above zero, the mean reaches a minimum effect and the corrected p is below 0.05. Protocol and minimum effects were fixed after looking at two pilot seeds (1001 and 1002 on MNIST; 1 to 8 on the generated digits), which are not among the confirming seeds. Controls: the same mask with new weights (reinit), one-shot pruning, random masks of the same layer densities, and the dense net trained for as many iterations.',
    whatWasEasy:
      'Iterative magnitude pruning is simple to implement, and the effects are large: a single seed already shows most of them.',
    whatWasDifficult:
      'The paper leaves the input normalisation open, and the published code differs from the paper in optimiser, batch size and the absence of a validation set. We follow the paper.',
    communication: 'None.',
  },
};
