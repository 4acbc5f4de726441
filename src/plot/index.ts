export type { AxisOptions } from './axis.js';
export * from './line-with-band.js';
export * from './render.js';
export * from './summarise.js';
export { type ArmStyle, armStyles, theme } from './theme.js';
