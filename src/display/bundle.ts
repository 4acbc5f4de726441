import { htmlToText } from './html.js';
import type { Bundle } from './live.js';

/** The method by which a value says how notebooks show it; our kernel and Deno's ask for it. */
export const displaySymbol: unique symbol = Symbol.for('Jupyter.display');

/** A value that says how notebooks show it. */
export interface Displayable {
  [displaySymbol](): Bundle | Promise<Bundle>;
}

/** A value that a notebook shows as `bundle` when a cell ends with it. */
export function displayable(bundle: Bundle | Promise<Bundle>): Displayable {
  return { [displaySymbol]: () => bundle };
}

export function isDisplayable(value: unknown): value is Displayable {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as Partial<Displayable>)[displaySymbol] === 'function'
  );
}

/** What `bundle` says where only text can be shown. */
export function plainText(bundle: Bundle): string {
  const text = (type: string): string | undefined => {
    const value = bundle[type];
    return typeof value === 'string' ? value : undefined;
  };
  const html = text('text/html');
  const svg = text('image/svg+xml');
  return (
    text('text/plain') ??
    text('text/markdown') ??
    text('text/latex') ??
    (html === undefined ? undefined : htmlToText(html)) ??
    `[${(svg === undefined ? undefined : svgTitle(svg)) ?? Object.keys(bundle).join(', ')}]`
  );
}

/** The title or label of an SVG picture. */
export function svgTitle(svg: string): string | undefined {
  const title = /<title[^>]*>([^<]+)<\/title>/.exec(svg) ?? /aria-label="([^"]+)"/.exec(svg);
  return title === null ? undefined : htmlToText(title[1]);
}
