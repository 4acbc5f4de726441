export { float64Engine } from './engine.js';
export { forward64, type Forward64, type ForwardOptions64, pullback64 } from './forward.js';
export type { Pullback64 } from './forward.js';
export { type Examples64, lossGradients64, type LossOptions64 } from './gradients.js';
export { type HessianOptions64, hessianVector64 } from './hessian.js';
export type { BatchStatistics, Choices, Doubles, Numbers } from './pass.js';
