import type { TopLevelSpec } from 'vega-lite';
import { toSvg } from '../../plot/render.js';
import { escapeHtml } from '../html.js';
import type { Bundle } from '../live.js';
import { send, type ShowOptions } from '../send.js';
import { type PlotOptions, plotSpec, plotTheme } from './plot-spec.js';
import { plotText } from './plot-text.js';
import { isArqueroTable, type Rows } from './table.js';

/**
 * Shows a Vega-Lite spec: `await plot(spec)`.
 *
 * It carries its data; without a `config`, it is drawn in the style of our figures.
 */
export async function plot(spec: TopLevelSpec, options?: ShowOptions): Promise<void>;
/** Plots columns of rows or of an arquero table: `await plot(rows, { x: 'epoch', y: 'loss' })`. */
export async function plot(rows: Rows, options: PlotOptions): Promise<void>;
export async function plot(source: TopLevelSpec | Rows, options: PlotOptions = {}): Promise<void> {
  const rows = Array.isArray(source) || isArqueroTable(source);
  const spec = rows ? plotSpec(source as Rows, options) : (source as TopLevelSpec);
  send(await plotBundle(spec), options);
}

/**
 * What `plot` shows: an SVG picture for all, and the spec for front ends that draw it themselves.
 *
 * JupyterLab 4 and VS Code draw Vega-Lite 5. Version 6 changed how the library is packaged, not the
 * language, so the spec is sent as one of version 5, which also spares readers a warning.
 */
export async function plotBundle(spec: TopLevelSpec): Promise<Bundle> {
  const styled = 'config' in spec ? spec : { ...spec, config: plotTheme };
  const text = plotText(styled);
  const svg = await toSvg(styled);
  return {
    'application/vnd.vegalite.v5+json': { ...styled, $schema: VEGA_LITE_5 },
    'image/svg+xml': titled(svg, text.split('\n')[0].slice(1, -1)),
    'text/plain': text,
  };
}

const VEGA_LITE_5 = 'https://vega.github.io/schema/vega-lite/v5.json';

export function isVegaLite(value: unknown): value is TopLevelSpec {
  const { $schema } = (value ?? {}) as { $schema?: unknown };
  return typeof $schema === 'string' && $schema.includes('/vega-lite/');
}

/** `svg` with a title for those who cannot see it. */
function titled(svg: string, title: string): string {
  const text = escapeHtml(title);
  return svg.replace(
    /^<svg([^>]*)>/,
    (_, attributes: string) =>
      `<svg${attributes} role="img" aria-label="${text}"><title>${text}</title>`,
  );
}
