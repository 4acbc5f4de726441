export * from './allocation.js';
export * from './schedule.js';
export * from './scorer.js';
export { magnitude } from './scores/magnitude.js';
export { random } from './scores/random.js';
export { scorers } from './scores/register.js';
