export * from './check.js';
export { type DataPlaces, defaultPlaces } from './cache.js';
export type { DownloadProgress, FileOptions, ObtainedFile } from './data-files.js';
export * from './dataset.js';
export * from './glyphs.js';
export { type IdxArray, parseIdx } from './idx.js';
export { addLabelNoise, checkLabelNoise, type LabelNoise, wrongFraction } from './label-noise.js';
export { type DataFile, type ManifestEntry, readManifest, type SplitFacts } from './manifest.js';
export {
  type DatasetDefinition,
  type DatasetDescription,
  datasetNames,
  describeDataset,
  getDataset,
  loadDataset,
  type LoadOptions,
  registerDataset,
} from './register.js';
