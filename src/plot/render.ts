import type { TopLevelSpec } from 'vega-lite';
import { UserError } from '../errors.js';

/**
 * Draws a Vega-Lite spec as an SVG document: the same spec gives the same text on every machine.
 *
 * It needs no browser and reads nothing: a spec carries its data, and one that names a file or an
 * address is an error.
 */
export async function toSvg(spec: TopLevelSpec): Promise<string> {
  // Loaded only here, because vega awaits at its top level, and such a module cannot be required.
  const [{ compile }, vega] = await Promise.all([import('vega-lite'), import('vega')]);
  // Widths of text are estimated, whether or not a canvas that could measure them is installed.
  (vega as unknown as TextMetrics).textMetrics.canvas(false);
  // vega only logs a failed load and draws on, so the first one is remembered.
  const asked: string[] = [];
  const refuse = (address: string): Promise<never> => {
    asked.push(address);
    return Promise.reject(new Error('A figure loads nothing.'));
  };
  const view = new vega.View(vega.parse(compile(spec).spec), {
    renderer: 'none',
    loader: { ...vega.loader(), load: refuse, http: refuse, file: refuse },
    logger: vega.logger(vega.None),
  });
  try {
    const svg = await view.toSVG();
    if (asked.length === 0) return svg;
    throw new UserError(`A figure carries its own data, but this one asks for ${asked[0]}.`);
  } finally {
    view.finalize();
  }
}

/** Exported by vega, but missing from its types. */
interface TextMetrics {
  readonly textMetrics: { canvas(use: boolean): void };
}
