/** Compressions of 10^a at which `authorsAccuracy` has a value. */
export const AUTHORS_EXPONENTS = [0, 0.5, 1, 1.5, 2, 2.5, 3] as const;

/** Means of the authors’ three runs by method, in percent. */
export type AuthorsMeans = Readonly<Record<string, readonly number[]>>;

/**
 * Top-1 test accuracy (%) in the data that the authors’ repository ships, by panel of Figure 6:
 * means of three runs, each the best of its epochs on the test set.
 *
 * The files were committed before the authors mended their SNIP and GraSP (GraSP’s sign was turned
 * round), so those two rows are not the baselines of the final paper. What the files call
 * Wide-ResNet-18 is left out: by the code it is ResNet-18 again.
 */
export const authorsAccuracy: Readonly<Record<string, AuthorsMeans>> = {
  'VGG-11, CIFAR-10': {
    random: [92.0, 91.0, 88.7, 83.3, 73.7, 48.4, 12.3],
    magnitude: [92.0, 91.8, 90.9, 88.8, 85.2, 14.0, 10.0],
    SNIP: [92.1, 91.5, 90.2, 88.3, 84.9, 79.2, 65.4],
    GraSP: [92.0, 91.1, 89.9, 87.6, 84.3, 77.6, 63.8],
    SynFlow: [92.1, 92.0, 91.0, 89.9, 86.8, 83.0, 76.9],
  },
  'VGG-16, CIFAR-10': {
    random: [93.5, 93.1, 91.1, 87.5, 79.1, 49.1, 10.0],
    magnitude: [93.5, 93.3, 93.1, 92.0, 89.8, 10.0, 10.0],
    SNIP: [93.5, 93.3, 92.3, 91.1, 89.1, 84.6, 76.3],
    GraSP: [93.4, 93.1, 91.8, 90.2, 87.5, 82.7, 70.9],
    SynFlow: [93.5, 93.5, 93.3, 92.1, 90.1, 86.8, 80.4],
  },
  'ResNet-18, CIFAR-10': {
    random: [95.1, 94.4, 92.9, 89.6, 83.0, 58.5, 13.5],
    magnitude: [94.9, 94.9, 94.4, 10.0, 10.0, 10.0, 10.0],
    SNIP: [94.9, 94.8, 94.3, 93.2, 90.8, 86.0, 78.6],
    GraSP: [95.0, 94.4, 93.8, 92.1, 89.7, 84.6, 71.4],
    SynFlow: [94.8, 94.8, 94.1, 92.7, 90.4, 86.1, 79.9],
  },
  'VGG-11, CIFAR-100': {
    random: [70.1, 68.5, 64.6, 57.7, 45.2, 19.9, 1.6],
    magnitude: [70.0, 69.7, 68.2, 64.9, 53.9, 1.0, 1.0],
    SNIP: [70.2, 69.4, 67.9, 64.2, 55.8, 41.4, 20.3],
    GraSP: [70.0, 68.9, 66.9, 63.9, 56.2, 40.3, 20.1],
    SynFlow: [70.0, 70.1, 68.3, 65.2, 59.5, 51.1, 36.6],
  },
  'VGG-16, CIFAR-100': {
    random: [73.1, 72.0, 68.8, 63.4, 52.3, 18.2, 1.0],
    magnitude: [73.0, 73.1, 72.2, 68.5, 60.9, 1.0, 1.0],
    SNIP: [73.1, 73.0, 70.8, 68.4, 61.3, 46.6, 16.1],
    GraSP: [72.8, 72.8, 70.7, 67.7, 61.1, 43.3, 4.6],
    SynFlow: [72.9, 73.5, 72.1, 69.0, 63.5, 54.9, 41.4],
  },
  'ResNet-18, CIFAR-100': {
    random: [78.3, 76.2, 72.6, 66.6, 54.4, 24.1, 4.7],
    magnitude: [77.9, 76.9, 75.0, 1.0, 1.0, 1.0, 1.0],
    SNIP: [78.4, 76.8, 74.5, 66.5, 55.1, 35.4, 15.8],
    GraSP: [78.4, 76.0, 73.2, 68.9, 54.1, 29.0, 9.3],
    SynFlow: [78.4, 76.6, 73.8, 68.8, 60.9, 50.2, 33.7],
  },
  'VGG-11, Tiny-ImageNet': {
    random: [55.6, 54.5, 49.8, 35.4, 0.5, 0.5, 0.5],
    magnitude: [55.5, 54.9, 0.5, 0.5, 0.5, 0.5, 0.5],
    SNIP: [55.7, 54.7, 51.3, 41.6, 26.7, 12.5, 4.2],
    GraSP: [55.6, 49.8, 10.9, 0.5, 0.5, 0.5, 0.5],
    SynFlow: [55.9, 54.8, 51.6, 43.2, 30.6, 15.9, 7.1],
  },
  'VGG-16, Tiny-ImageNet': {
    random: [58.0, 57.2, 53.6, 42.4, 0.5, 0.5, 0.5],
    magnitude: [58.1, 57.9, 0.5, 0.5, 0.5, 0.5, 0.5],
    SNIP: [57.9, 57.3, 54.5, 46.0, 28.9, 12.6, 4.3],
    GraSP: [58.0, 52.4, 12.9, 0.5, 0.5, 0.5, 0.5],
    SynFlow: [58.1, 57.4, 54.2, 47.3, 32.7, 16.5, 7.0],
  },
  'ResNet-18, Tiny-ImageNet': {
    random: [63.2, 63.1, 60.1, 54.7, 42.6, 22.0, 3.6],
    magnitude: [63.6, 63.1, 61.2, 0.5, 0.5, 0.5, 0.5],
    SNIP: [63.4, 62.0, 57.0, 46.8, 29.6, 12.9, 5.0],
    GraSP: [63.3, 61.8, 59.0, 51.2, 29.0, 7.3, 3.0],
    SynFlow: [63.5, 62.6, 58.9, 53.4, 44.5, 30.3, 14.4],
  },
};

/** log10 of the critical compression on VGG-16 and CIFAR-100 (Figure 1; means of three runs). */
export const authorsCritical = {
  random: 3.33,
  magnitude: 2.75,
  SNIP: 3.58,
  GraSP: 3.58,
  SynFlow: 5.92,
} as const;

/** Slope of the average score on 1 / size, log to log, from the authors’ data (Figure 4). */
export const authorsScoreSlope = {
  random: 0.001,
  magnitude: 0.201,
  SNIP: 0.556,
  GraSP: 1.022,
  SynFlow: 1,
} as const;

/** Largest share of the flow that one round cuts at 10^3, VGG-19, by schedule and rounds (Figure 7). */
export const authorsCut = { exponential: { 1: 15.35, 70: 0.96, 100: 0.67 }, linear: { 100: 14.4 } };
