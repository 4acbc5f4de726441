import { htmlToText } from './html.js';
import { liveTslab } from './tslab.js';
import type { Writer } from './writer.js';

export interface ShowOptions {
  /** Stands for the picture where only text can be shown; its own title if not given. */
  readonly text?: string;
  /** Where that text goes outside a notebook; standard output if not given. */
  readonly writer?: Writer;
}

/** Shows an SVG picture below the cell that is running; outside a notebook, a line that names it. */
export function showSvg(svg: string, options: ShowOptions = {}): void {
  const tslab = liveTslab();
  if (tslab !== undefined) tslab.display.svg(svg);
  else write(options, options.text ?? `[figure: ${svgTitle(svg) ?? 'SVG'}]`);
}

/** Shows HTML below the cell that is running; outside a notebook, the text that is in it. */
export function showHtml(html: string, options: ShowOptions = {}): void {
  const tslab = liveTslab();
  if (tslab !== undefined) tslab.display.html(html);
  else write(options, options.text ?? htmlToText(html));
}

function write({ writer = process.stdout }: ShowOptions, text: string): void {
  writer.write(`${text}\n`);
}

function svgTitle(svg: string): string | undefined {
  const title = /<title[^>]*>([^<]+)<\/title>/.exec(svg) ?? /aria-label="([^"]+)"/.exec(svg);
  return title === null ? undefined : htmlToText(title[1]);
}
