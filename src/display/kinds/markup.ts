import { svgTitle } from '../bundle.js';
import { htmlToText } from '../html.js';
import type { Bundle } from '../live.js';
import { send, type ShowOptions } from '../send.js';

/** Shows HTML; where only text can be shown, the text that is in it. */
export function html(markup: string, options: ShowOptions = {}): void {
  send(htmlBundle(markup), options);
}

/** Shows an SVG picture; where only text can be shown, its title. */
export function svg(markup: string, options: ShowOptions = {}): void {
  send(svgBundle(markup), options);
}

/** Shows Markdown. */
export function markdown(text: string, options: ShowOptions = {}): void {
  send(markdownBundle(text), options);
}

/** Shows a formula in the notation of LaTeX, such as `\\frac{a}{b}`; dollars around it are optional. */
export function latex(formula: string, options: ShowOptions = {}): void {
  send(latexBundle(formula), options);
}

/** What `html` shows. */
export function htmlBundle(markup: string): Bundle {
  return { 'text/html': markup, 'text/plain': htmlToText(markup) };
}

/** What `svg` shows. */
export function svgBundle(markup: string): Bundle {
  return { 'image/svg+xml': markup, 'text/plain': `[figure: ${svgTitle(markup) ?? 'SVG'}]` };
}

/** What `markdown` shows. */
export function markdownBundle(text: string): Bundle {
  return { 'text/markdown': text, 'text/plain': text };
}

/** What `latex` shows. */
export function latexBundle(formula: string): Bundle {
  const marked = /^\s*(?:\$|\\begin|\\\[|\\\()/.test(formula);
  return { 'text/latex': marked ? formula : `$\\displaystyle ${formula}$`, 'text/plain': formula };
}
