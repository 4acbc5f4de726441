export * from './batch-statistics.js';
export {
  conservationError,
  type ConservationError,
  type FlowOptions,
  unitFlows,
  type UnitFlows,
} from './conservation.js';
export * from './cut-flow.js';
export * from './early-stop.js';
export * from './interpolate.js';
export * from './layer-scores.js';
export * from './learning-distance.js';
export * from './phases.js';
export {
  type AsymptoticLaw,
  asymptoticLaw,
  type GroupLaw,
  solveXi,
} from './linear-model/asymptotic-law.js';
export {
  drawExamples,
  type Examples,
  type FeatureGroup,
  type LinearProblem,
  linearRisk,
  responseVariance,
} from './linear-model/problem.js';
export * from './linear-model/pruned-risk.js';
export {
  drawRandomFeatures,
  type RandomFeatureProblem,
  type RandomFeatures,
} from './linear-model/random-features.js';
export { type Saliency, synapticSaliency } from './saliency.js';
export * from './sharpness.js';
