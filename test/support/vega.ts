import assert from 'node:assert/strict';
import type { LoggerInterface } from 'vega';
import type { TopLevelSpec } from 'vega-lite';
import { toSvg } from '../../src/plot/render.js';

type Data = Readonly<Record<string, unknown>>;

/** What a test wants to know of a view. */
export interface View {
  readonly data: { readonly values: readonly Data[] };
  readonly layer: readonly {
    readonly data?: { readonly values: readonly Data[] };
    readonly mark: Data & { readonly type: string };
    readonly encoding: Readonly<Record<string, Data & { readonly scale?: Data; axis?: Data }>>;
  }[];
}

/** The only view of a figure, or the panels of a grid. */
export function viewsOf(spec: TopLevelSpec): View[] {
  const { concat } = spec as { concat?: View[] };
  return concat ?? [spec as unknown as View];
}

/** The layers with this mark. */
export const marked = (view: View, type: string) =>
  view.layer.filter(({ mark }) => mark.type === type);

/** The texts of a figure as drawn; fails if Vega-Lite complains about the spec. */
export async function textsOf(spec: TopLevelSpec): Promise<string[]> {
  assert.deepEqual(await complaintsAbout(spec), []);
  const svg = await toSvg(spec);
  assert.ok(!/NaN|undefined/.test(svg), 'everything has a place');
  return [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map((m) => m[1]).filter((text) => text !== '');
}

async function complaintsAbout(spec: TopLevelSpec): Promise<string[]> {
  const { compile } = await import('vega-lite');
  const complaints: string[] = [];
  const logger: LoggerInterface = {
    level: () => logger,
    warn: (...words: readonly unknown[]) => {
      complaints.push(words.map(String).join(' '));
      return logger;
    },
    error: (...words: readonly unknown[]) => logger.warn(...words),
    info: () => logger,
    debug: () => logger,
  };
  compile(spec, { logger });
  return complaints;
}

/** The size of a figure as drawn, in pixels. */
export async function sizeOf(spec: TopLevelSpec): Promise<[number, number]> {
  const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(await toSvg(spec))!;
  return [Number(width), Number(height)];
}
