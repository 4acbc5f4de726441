// Kernels of the wasm engine: strict SIMD128 (no relaxed SIMD), so that every machine computes the
// same bits. The memory is imported, nothing is static, and every pointer is given by the caller.
//
// Activations are feature-major everywhere: [features][stride / 4], one row per feature, one column
// (lane) per example; `stride` is the length of a row in bytes, a multiple of 16. `lanes` is the
// number of examples rounded up to a multiple of 4; columns from `lanes` on are left alone.
export { feedBytes, feedFloats } from './feed/feed';
export { feedBlockBytes, feedBlockFloats, movePicture } from './feed/feed-blocks';
export { gemm } from './dense/gemm';
export { addBias, biasGradient, relu } from './dense/elementwise';
export { sparseMultiply, sparseWeightGradient, permute, sumLanes } from './dense/sparse';
export { zeroHalo, blockBiasGradient } from './blocks';
export * from './layers';
export { softmaxCrossEntropy } from './losses/loss';
export { sparseConvolve } from './convolution/sparse-convolution';
export { sparseConvolutionGradient, sumPairs } from './convolution/sparse-convolution-gradient';
export { correlate } from './convolution/correlate';
export { clear, packWeights, unpackWeights } from './convolution/pack';
export { weightGradient } from './convolution/weight-gradient';
export { winogradCorrelate, winogradGradient } from './convolution/winograd';
export { winogradFilters, winogradFilterGradients } from './convolution/winograd-weights';
export { weightedCrossEntropy } from './losses/loss-cross-entropy';
export { countRight, multiMargin, oneHot, outputLoss } from './losses/loss-outputs';
export { scaleBy, scaledByRoot, sgd, squaredNorm } from './optimisers/optimisers';
export { adam } from './optimisers/optimisers-adam';
