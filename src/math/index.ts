export * from './bootstrap.js';
export * from './correlation.js';
export * from './equivalence.js';
export * from './holm.js';
export * from './power.js';
export * from './rng.js';
export * from './sign-flip.js';
export { cohensDz, mean, pairedDifferences, standardDeviation } from './statistics.js';
export * from './student-t.js';
