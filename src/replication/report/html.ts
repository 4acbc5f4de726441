/** Markup that is safe to put into a page as it is. */
export interface Html {
  readonly markup: string;
}

type Piece = string | number | Html | readonly Piece[];

/**
 * A template for markup: every value put in is escaped, save what is `Html` already. Lists are
 * joined.
 */
export function html(parts: TemplateStringsArray, ...values: readonly Piece[]): Html {
  return { markup: parts.reduce((text, part, i) => text + toMarkup(values[i - 1]) + part) };
}

/** Trusts `markup` as it is: only for markup we made, such as a rendered figure. */
export function trusted(markup: string): Html {
  return { markup };
}

/** Nothing, where a template has an optional part. */
export const nothing: Html = { markup: '' };

/** The text with `&`, `<`, `>` and quotes made harmless, for content and attributes alike. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** A link; an address that is not on the web (`javascript:`, say) leaves the text alone. */
export function webLink(address: string, text: string): Html {
  return /^https?:\/\//.test(address) ? html`<a href="${address}">${text}</a>` : html`${text}`;
}

/** Text with blank lines between paragraphs and `code` between backticks. */
export function prose(text: string): Html {
  const paragraphs = text.trim().split(/\n\s*\n/);
  return html`${paragraphs.map((paragraph) => html`<p>${inline(paragraph)}</p>`)}`;
}

/** A line of text with `code` between backticks. */
export function inline(text: string): Html {
  const pieces = text.split(/`([^`]+)`/); // every second piece was between backticks
  return html`${pieces.map((piece, i) => (i % 2 === 1 ? html`<code>${piece}</code>` : piece))}`;
}

function toMarkup(piece: Piece): string {
  if (typeof piece === 'string') return escapeHtml(piece);
  if (typeof piece === 'number') return String(piece);
  return 'markup' in piece ? piece.markup : piece.map(toMarkup).join('');
}
