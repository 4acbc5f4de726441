import type { Discussion } from '../../src/index.js';

/** Where we differ from the paper, and why. */
export const deviations: readonly string[] = [
  'Of the paper we had the abstract and the introduction only. Settings of the linear and random-feature problems, sizes, noise and targets are ours, and so is the layout of the figures; no number here is the paper’s.',
  'The asymptotic formula was derived anew (it is that of ridgeless regression with a diagonal covariance) and is held against simulation. It was not compared with the paper’s theorems line by line.',
  'Below interpolation (k < n) the exact mean of finite samples is used, with n - k - 1 degrees of freedom, and features beyond the model count as noise. The formula does not cover models that are fitted again after pruning, because the same examples choose the features and fit them; those are simulated only.',
  'Claim 1 is stated for a regime. Where informative features have a larger variance, pruning the large model wins for every s; where nothing marks them it wins only for s near n, even with an oracle, and the control 1b checks that it loses below.',
  'Sizes within a tenth of k = n are left out of claim 3, because there the risk has no variance and at k = n no mean; in claim 2 medians and signs take the place of means.',
  'Hessian pruning uses the true second moments of features, not the empirical ones.',
  'The random-feature regression predicts a target that is half linear, half quadratic in Gaussian inputs, with noise of standard deviation 0.3.',
  'Nets are MLPs of one hidden layer on 2,000 MNIST digits of 14 × 14 pixels instead of ResNets on CIFAR-10, with a fifth of the training labels drawn anew from all classes. They are pruned in one shot by magnitude over all weights, to exactly as many as the small net has, and trained for as long again from their trained weights. Biases are not pruned and not counted. The pruned nets have thus been trained twice as long as the small dense ones of claim 7; in its control 7b the small ones are trained for as long.',
  'Test errors of nets are those after the last epoch; no epoch and no width is chosen on the test set. The width that is about to interpolate is found from training errors.',
  'The smoke preset shrinks all sizes and draws digits itself: it tests the machinery, not the paper.',
];

/** What the ML Reproducibility Challenge asks. */
export const discussion: Discussion = {
  scope:
    'Large models that are pruned against small models that know their features (1, with its control 1b); double descent of sparse models (2); the asymptotic formula against simulation (3); when retraining helps (4); the same with random features (5, 5b) and with nets (6, 7, and 7b with equal training).',
  methodology:
    'The unit of the linear and random-feature claims is a draw of the data: 100 draws of linear problems (50 at twice the size) and 40 of random features, over ten seeds; both arms of a comparison share the draw. The unit of the claims on nets is the seed. All linear algebra is in double precision with a Cholesky factor, and risks of linear models are exact, without a test set. The error allowed between formula and simulation, 3 % or 4 standard errors, and all minimum effects were fixed on pilot seeds.',
  whatWasEasy:
    'Everything linear runs in seconds, can be checked against a closed form, and needs no data.',
  whatWasDifficult:
    'The paper’s settings were not at hand. Near k = n single draws dominate every mean, so that means of a hundred draws say little there.',
  communication: 'None.',
};
