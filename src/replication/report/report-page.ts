import { html, type Html, trusted } from './html.js';
import { STYLE } from './report-style.js';

/** A whole page: it carries its style and asks the network for nothing. */
export function page(title: string, body: Html): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="generator" content="prunelab" />
        <title>${title}</title>
        <style>
          ${trusted(STYLE)}
        </style>
      </head>
      <body>
        ${body}
      </body>
    </html> `.markup;
}
