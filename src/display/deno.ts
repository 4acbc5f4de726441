import type { Bundle } from './live.js';

/** What Deno's kernel gives to the code of notebooks. */
interface DenoJupyter {
  display(
    bundle: Bundle,
    options: { readonly raw: true; readonly display_id: string; readonly update: boolean },
  ): Promise<void>;
  broadcast(type: string, content: Readonly<Record<string, unknown>>): Promise<void>;
}

/** The interface of the Deno kernel we run in, or undefined elsewhere. */
export function liveDeno(): DenoJupyter | undefined {
  const { Deno: deno } = globalThis as { Deno?: { readonly jupyter: DenoJupyter } };
  try {
    return deno?.jupyter;
  } catch {
    return undefined; // Outside its kernel, reading the property throws: that is how Deno says no.
  }
}
