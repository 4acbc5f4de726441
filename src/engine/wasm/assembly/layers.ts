// Kernels of the layers that are neither dense nor convolutional.
export { activate, activationGradient } from './layers/activation';
export { add, addGradient, clearLines, copyLines } from './layers/add';
export { averagePool, averagePoolGradient } from './layers/average-pool';
export { normalise } from './layers/batch-norm';
export { finishNormGradient, normGradient } from './layers/batch-norm-gradient';
export { normGradientSums } from './layers/batch-norm-sums';
export {
  beginStatistics,
  collectStatistics,
  finishStatistics,
  runningConstants,
} from './layers/batch-statistics';
export { dropout } from './layers/dropout';
export { flatten, unflatten } from './layers/flatten';
export { gruGateGradients, gruGates } from './layers/gru';
export { layerNorm } from './layers/layer-norm';
export { layerNormGradient } from './layers/layer-norm-gradient';
export { chosenOfPool, maxPool, maxPoolGradient } from './layers/max-pool';
