export * from './install.js';
export * from './installed.js';
export * from './jupyter-folders.js';
export * from './jupyter-programs.js';
export * from './kernel-json.js';
export * from './place.js';
