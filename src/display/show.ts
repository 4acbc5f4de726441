import { inspect } from 'node:util';
import { displaySymbol, isDisplayable } from './bundle.js';
import { imageBundle, imageGridBundle, isDataset } from './kinds/image.js';
import { isMask, maskBundle } from './kinds/mask.js';
import { isModel, modelBundle } from './kinds/model.js';
import { isVegaLite, plotBundle } from './kinds/plot.js';
import { isArqueroTable, tableBundle } from './kinds/table.js';
import { tensorBundle, tensorsBundle } from './kinds/tensor.js';
import type { Bundle } from './live.js';
import { isPng } from './pictures/png.js';
import { send, type ShowOptions } from './send.js';
import { isTensorLike, isTypedArray, type TypedArray } from './values.js';

/**
 * Shows any value, now, below the running cell; outside a notebook, its text on standard output.
 *
 * Rows, tables, tensors, typed arrays, data sets, models, masks, PNG files and Vega-Lite specs are
 * shown as what they are, strings as text, and values that say how (`Symbol.for('Jupyter.display')`)
 * as they say. To be awaited where it returns a promise: for figures, and for values whose bundle
 * takes time.
 */
export function show(value: unknown, options: ShowOptions = {}): void | Promise<void> {
  const bundle = bundleOf(value);
  if (bundle instanceof Promise) return bundle.then((made) => send(made, options));
  send(bundle, options);
}

/** What `show` shows. */
export function bundleOf(value: unknown): Bundle | Promise<Bundle> {
  if (isDisplayable(value)) return value[displaySymbol]();
  if (typeof value === 'string') return { 'text/plain': value };
  if (isPng(value)) return imageBundle(value);
  if (isTypedArray(value) || isTensorLike(value)) return tensorBundle(value);
  if (isArqueroTable(value) || isRows(value)) return tableBundle(value);
  if (isDataset(value)) return imageGridBundle(value);
  if (isModel(value)) return modelBundle(value);
  if (isVegaLite(value)) return plotBundle(value);
  if (isMask(value)) return maskBundle(value);
  if (isArrays(value)) return tensorsBundle(value);
  return { 'text/plain': inspect(value) };
}

function isRows(value: unknown): value is readonly object[] {
  return Array.isArray(value) && value.length > 0 && value.every(isPlain);
}

function isArrays(value: unknown): value is Readonly<Record<string, TypedArray>> {
  return (
    isPlain(value) && Object.keys(value).length > 0 && Object.values(value).every(isTypedArray)
  );
}

/** Whether `value` is an object of no class of its own. */
function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // Cells may run in a realm of their own, whose Object is another.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
