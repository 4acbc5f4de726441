// Kernels of the wasm engine: strict SIMD128 (no relaxed SIMD), so that every machine computes the
// same bits. The memory is imported, nothing is static, and every pointer is given by the caller.
//
// Activations are feature-major everywhere: [features][stride / 4], one row per feature, one column
// (lane) per example; `stride` is the length of a row in bytes, a multiple of 16. `lanes` is the
// number of examples rounded up to a multiple of 4; columns from `lanes` on are left alone.
export { feedBytes, feedFloats } from './feed';
export { feedBlockBytes, feedBlockFloats, movePicture } from './feed-blocks';
export { gemm } from './gemm';
export { addBias, biasGradient, relu } from './elementwise';
export { sparseMultiply, sparseWeightGradient, permute, sumLanes } from './sparse';
export { zeroHalo, blockBiasGradient } from './blocks';
export { softmaxCrossEntropy } from './loss';
export { adam, sgd } from './optimisers';
