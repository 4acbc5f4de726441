import type { Discussion } from '../../src/index.js';

/** Where we differ from the paper, and why. */
export const deviations: readonly string[] = [
  'The paper itself was not at hand: its claims and settings are taken from a reading note that quotes it, from the configuration of a public re-implementation and from the authors’ framework open_lth. Where these give no number, none is printed.',
  'LeNet-300-100 sees 12,000 MNIST images for 10 epochs, 2,000 steps (paper: 60,000 images, 24,000 steps). Optimiser, rate and batch are the paper’s.',
  'The unstable net is a ResNet-8 of half the width on 8,000 CIFAR-10 images of 16 × 16 pixels for 8 epochs (paper: ResNet-20, VGG-16 on all of CIFAR-10 for 63,000 steps; ResNet-50 and Inception-v3 on ImageNet). Its errors are far higher. The recorded runs used pictures decoded from JPEG copies of the data set; the presets ask for the official files.',
  'It is trained at rate 0.4 in batches of 32 images (paper: 0.1 and 128). In so short a training the paper’s values leave little noise: on a pilot seed the copies’ instability at initialisation was 3 percentage points, and at rate 0.1 with batches of 32 the tickets of step 0 were stable and matched, as the paper finds for ResNet-20 at a low rate. Rate and batch size are part of what makes a training stable or not, so they were chosen on pilot seeds, to have an unstable net at all.',
  'No augmentation, whose noise would be part of the copies’ difference: data order is the only one (paper: both).',
  'Stable means below 2 percentage points, as in the paper. Matching means within 1 percentage point of the dense net for the ResNet and within 0.5 for LeNet (paper: 0.2): with nets this small, seeds and copies differ by more than 0.2.',
  'Batch normalisation: it was not found what statistics the paper’s interpolated nets have. Both ways are reported. Verdicts go by statistics measured anew at every point, on 256 training images, since interpolated ones raise the error on the line for a reason that has nothing to do with the weights; claim 1b asks for both.',
  'Lines of the ResNet have 11 points and 2,000 test images, LeNet’s 30 points and 5,000 test images (paper: 30 points, all images). Only test error is judged.',
  'One pair of copies per seed, so every seed is a replicate of its own (paper: three initialisations, three data orders each).',
  'The dense net that subnetworks are held against is the mean of three trainings from the seed’s initialisation: the net itself, whose checkpoints all others use, and its two copies.',
  'Copies from step k have the dense net’s weights at k and start with momentum at zero, as a training that starts at step k does in open_lth. Where they go on with the clock, they see the data in another order from there on.',
  'Pruning takes two of the paper’s rounds at once (36 % of the surviving weights). Claims 4 and 5 are judged at 16.8 % of the weights.',
  'Random masks keep weights with equal probability everywhere, and the dense net’s values at step k. How the paper draws them was not found.',
  'Nets with new weights are trained for all steps, at every k: their masks differ, their training does not.',
  'The way that copies have come (claim 7) is counted from where they part, step k.',
  'The smoke preset replaces data by generated digits and nets by smaller ones: it tests the machinery, not the paper.',
];

/** What the ML Reproducibility Challenge asks. */
export const discussion: Discussion = {
  scope:
    'Instability analysis of dense nets (1, 2, 3, and 7 on distances), and of subnetworks found by iterative magnitude pruning with rewinding: they match the dense net only where they are stable (4), an early rewinding step makes them so (5), and there are three ranges of sparsity (6). ImageNet, VGG-16, low rates and warm-up are not tested.',
  methodology:
    'Nine seeds, each with its own training subset, weights and data orders; arms of a seed are paired. Two copies of a net start from the same weights with the optimiser at rest and see the same images in different orders; nothing else differs. Instability is the largest test error on the line between them less the mean of the ends’. Two checks guard the instrument: LeNets of two different initialisations must have a high barrier, and no line may join a net to itself. Cells of one seed (arms, rewinding steps) are not independent, so claim 4 is judged by seeds instead of by Fisher’s test over cells. Densities, steps, margins, rate and batch size were fixed after two pilot seeds, before the confirming seeds were run.',
  whatWasEasy:
    'The measure is simple, and needs nothing but two trained nets. LeNet’s flat line and the control’s mountain show on any seed.',
  whatWasDifficult:
    'Small nets trained for minutes are hardly unstable: batch size, length of training and what is done with running statistics decide how high the barrier is. Copying one net by mistake gives a barrier of zero, as in a public replication that found ResNet-20 stable at initialisation.',
  communication: 'None.',
};
