import type { Discussion } from '../../src/index.js';

/** Where we differ from the paper, and why. */
export const deviations: readonly string[] = [
  'Accuracy is measured on a dense net of six layers (784-100-100-100-100-100-10, the authors’ `fc` without its biases) on 20,000 MNIST images for 10 epochs with Adam, and on a VGG-11 of an eighth of the width on 8,000 CIFAR-10 images for 8 epochs with SGD (paper: VGG and ResNet-18 at full width on CIFAR-10, CIFAR-100 and Tiny-ImageNet for 160 epochs). So accuracies are lower throughout; what is tested is the order of the methods.',
  'The recorded CIFAR-10 runs used pictures decoded from JPEG copies of the data set: the same pictures with slightly different pixels, 20,000 of them for training. The presets ask for the official files.',
  'Conservation and collapse are measured on VGG-16 and ResNet-18 at full size with ten classes (paper: VGG-16 with 100 classes, VGG-19 on ImageNet), and on narrower nets where many seeds or many rounds are needed.',
  'Accuracy is that after the last epoch. The authors’ code takes the best epoch on the test set.',
  'Weights are drawn from He’s Gaussian with fan-in, in every layer (paper’s code: in convolutions; PyTorch’s default in the last layer).',
  'Every mask keeps exactly round(density × n) weights; equal scores are decided by position. The authors’ code prunes all weights that tie at the threshold, so it can keep fewer.',
  'Pruned weights never come back, in SNIP of many rounds too. The authors’ later code lets them.',
  'GraSP has the sign of Wang et al. (2020), temperature 200 and batch statistics (evaluation mode for conservation), on ten examples per class. The authors’ first version had the opposite sign.',
  'Scoring batches of 100 examples are taken at once; the authors sum the gradients of batches of 256.',
  'Where a method in one round is said to lose a layer, the compression is exact, worked out from the ranking. Methods in many rounds are run anew for every compression of a grid, as in the paper, so their critical compressions are known to a step of the grid and never beyond its end.',
  'In claim 4, layers are those of a VGG-16 of a quarter of the width, in which the widest layers are also the largest.',
  'Claims 1b, b, i, f and su are not the paper’s. They test what reviewers and later papers doubted.',
  'The smoke preset replaces all data by generated digits and all nets by small ones, and 100 rounds by 30: it tests the machinery, not the paper.',
];

/** What the ML Reproducibility Challenge asks. */
export const discussion: Discussion = {
  scope:
    'The paper’s two theorems (1, 2), layer-collapse and its avoidance (3, 4, 5), the drift of squared weights in training (6), and the accuracy, stability and margin over random pruning of SynFlow (7, 8, 9); then what critics asked: biases (b), whether iteration alone is the reason (i), and whether it matters which weights of a layer are kept, with which values, scored on which data (f, su). Iterative magnitude pruning and Tiny-ImageNet are not tested.',
  methodology:
    'Ten seeds, each with its own weights, scoring examples, training subset and data order, shared by all arms of the seed; effects are paired within a seed. Identities are checked in double precision on small nets and in single precision at full size, and have no p. All thresholds were fixed after two pilot seeds, before the confirming seeds were run.',
  whatWasEasy:
    'SynFlow needs no data and a handful of lines; its theory can be checked at the paper’s own size in minutes, because nothing is trained.',
  whatWasDifficult:
    'The shipped results come from a version of the code whose baselines were mended later. GraSP needs the product of a Hessian with a vector, which differences of gradients give only if every ReLU is held where it was. What is called Wide-ResNet-18 is ResNet-18 in the published code.',
  communication: 'None.',
};
