export type { AxisOptions, AxisScale } from './axis.js';
export type { FacetOptions, FigureOptions } from './figure.js';
export type { Level, Vertical } from './layers.js';
export * from './line-with-band.js';
export type { Published, PublishedPoint } from './published.js';
export * from './render.js';
export * from './summarise.js';
export { type ArmStyle, armStyles, theme } from './theme.js';
