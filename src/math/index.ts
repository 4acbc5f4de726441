export * from './binomial.js';
export * from './bootstrap.js';
export { pearson, ranks, slope, spearman } from './correlation.js';
export { choleskyFactor, choleskySolve } from './linear-algebra/cholesky.js';
export * from './linear-algebra/feature-matrix.js';
export { addExampleGram, featureGram } from './linear-algebra/gram.js';
export * from './linear-algebra/least-squares.js';
export * from './linear-fit.js';
export * from './power.js';
export * from './rng.js';
export * from './significance/brown-forsythe.js';
export * from './significance/equivalence.js';
export * from './significance/holm.js';
export * from './significance/page.js';
export * from './significance/permutation.js';
export * from './significance/sign-flip.js';
export * from './significance/sign-test.js';
export {
  cohensDz,
  mean,
  median,
  pairedDifferences,
  standardDeviation,
  standardError,
} from './statistics.js';
export * from './student-t.js';
