import { randomUUID } from 'node:crypto';
import { plainText } from './bundle.js';
import { liveDeno } from './deno.js';
import { type Bundle, liveNotebook } from './live.js';
import { bestForm, liveTslab } from './tslab.js';
import type { Writer } from './writer.js';

export interface ShowOptions {
  /** Where the text form goes outside a notebook; standard output if not given. */
  readonly writer?: Writer;
  /** Shows it in place of what the slot shows now. */
  readonly slot?: Slot;
}

/** A place below a cell whose content can be replaced; made by `slot`. */
export interface Slot {
  readonly draw: Draw;
}

/** Shows a bundle, each time in the same place. */
export type Draw = (bundle: Bundle) => void;

/** Shows a bundle: in the notebook we run in, whichever its kernel, else its text. */
export function send(bundle: Bundle, { writer, slot: place }: ShowOptions = {}): void {
  const draw = place?.draw ?? openDisplay() ?? print(writer);
  draw('text/plain' in bundle ? bundle : { ...bundle, 'text/plain': plainText(bundle) });
}

/**
 * A place below the running cell whose content can be replaced, for pictures of something that goes
 * on: `const place = slot(); await plot(losses, { x: 'step', y: 'loss', slot: place })`.
 *
 * Outside a notebook each new content is printed.
 */
export function slot(options: { readonly writer?: Writer } = {}): Slot {
  return { draw: openDisplay() ?? print(options.writer) };
}

/**
 * Empties the output of the running cell; with `wait`, as soon as the next output comes.
 *
 * Nothing happens outside a notebook, nor in stock tslab, which cannot.
 */
export function clear(wait = false): void {
  const live = liveNotebook();
  if (live !== undefined) live.clear(wait);
  else void liveDeno()?.broadcast('clear_output', { wait });
}

/** A new place in the notebook we run in; undefined outside one. */
export function openDisplay(): Draw | undefined {
  const displayId = randomUUID();
  const live = liveNotebook();
  if (live !== undefined) {
    return updating((bundle, update) => live.publish(bundle, { displayId, update }));
  }
  const display = liveTslab()?.newDisplay();
  if (display !== undefined) {
    return (bundle) => {
      const best = bestForm(bundle);
      if (best !== undefined) display.raw(...best);
    };
  }
  const deno = liveDeno();
  if (deno !== undefined) {
    return updating((bundle, update) => {
      void deno.display(bundle, { raw: true, display_id: displayId, update });
    });
  }
  return undefined;
}

function updating(publish: (bundle: Bundle, update: boolean) => void): Draw {
  let update = false;
  return (bundle) => {
    publish(bundle, update);
    update = true;
  };
}

function print(writer: Writer = process.stdout): Draw {
  return (bundle) => void writer.write(`${plainText(bundle)}\n`);
}
