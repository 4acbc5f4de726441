import { isCodeCell, type MimeBundle, type Notebook, type Output } from './notebook.js';
import { replaceFile } from './replace-file.js';

/** Saves the notebook as an .ipynb file, whole or not at all. */
export function writeNotebook(path: string, notebook: Notebook): void {
  replaceFile(path, notebookText(notebook));
}

/**
 * The text of an .ipynb file, laid out as Jupyter does: one blank of indentation, and every
 * multi-line text as a list of lines, so that version control compares line by line.
 */
export function notebookText(notebook: Notebook): string {
  const cells = notebook.cells.map((cell) => ({
    ...cell,
    source: splitLines(cell.source),
    ...(isCodeCell(cell) ? { outputs: cell.outputs.map(splitOutput) } : {}),
  }));
  return `${JSON.stringify({ ...notebook, cells }, null, 1)}\n`;
}

function splitOutput(output: Output): unknown {
  if (output.output_type === 'stream') return { ...output, text: splitLines(output.text) };
  if (output.output_type === 'error') return output;
  const data = Object.entries(output.data).map(([mime, value]) => [
    mime,
    typeof value === 'string' && holdsLines(mime) ? splitLines(value) : value,
  ]);
  return { ...output, data: Object.fromEntries(data) as MimeBundle };
}

/** The MIME types that nbformat stores as lists of lines. */
function holdsLines(mime: string): boolean {
  return mime.startsWith('text/') || mime === 'image/svg+xml' || mime === 'application/javascript';
}

function splitLines(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}
