import { inspect } from 'node:util';
import { isRecord, type MimeBundle } from '../notebook/notebook.js';
import { asJson } from './output.js';

const DISPLAY = Symbol.for('Jupyter.display');

/**
 * How a value looks: as its `[Symbol.for('Jupyter.display')]()` says, by MIME type, or as text.
 * Throws what that method throws.
 */
export async function bundleOf(value: unknown): Promise<MimeBundle> {
  const plain = { 'text/plain': inspect(value, { depth: 4 }) };
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return plain;
  const display = (value as { [DISPLAY]?: unknown })[DISPLAY];
  if (typeof display !== 'function') return plain;
  const bundle: unknown = await display.call(value);
  return isRecord(bundle) ? asJson({ ...plain, ...bundle }) : plain;
}
