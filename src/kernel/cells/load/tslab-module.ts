import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import type { Display } from 'tslab';
import type { Published } from '../../server/language.js';

/** The module `tslab` for notebooks written for it: its displays, on our kernel. */
export function tslabModule(publish: (output: Published) => void): object {
  const newDisplay = (id?: string): Display => {
    let shown = false;
    const raw = (contentType: string, content: unknown): void => {
      const value =
        content instanceof Uint8Array ? Buffer.from(content).toString('base64') : content;
      const transient = id === undefined ? {} : { display_id: id };
      const type = shown && id !== undefined ? 'update_display_data' : 'display_data';
      shown = true;
      publish({ type, content: { data: { [contentType]: value }, metadata: {}, transient } });
    };
    return {
      javascript: (text) => raw('text/javascript', text),
      html: (text) => raw('text/html', text),
      markdown: (text) => raw('text/markdown', text),
      latex: (text) => raw('text/latex', text),
      svg: (text) => raw('image/svg+xml', text),
      png: (bytes) => raw('image/png', bytes),
      jpeg: (bytes) => raw('image/jpeg', bytes),
      gif: (bytes) => raw('image/gif', bytes),
      pdf: (bytes) => raw('application/pdf', bytes),
      text: (text) => raw('text/plain', text),
      raw,
    };
  };
  const require = createRequire(import.meta.url);
  const versionOf = (name: string): string =>
    (require(`${name}/package.json`) as { version: string }).version;
  const versions = {
    tslab: versionOf('tslab'),
    typescript: versionOf('typescript'),
    node: process.version,
  };
  const display = newDisplay();
  return { display, newDisplay: () => newDisplay(randomUUID()), versions };
}
