import { countKept, type Mask } from 'prunelab';

/** The widest bar, and what one power of ten takes off it, in pixels. */
const [WIDEST, DECADE] = [70, 15];

/**
 * A table with a row for each layer and a column for each mask: how many weights the mask leaves the
 * layer, and a bar for the fraction, which is shorter by a step for every power of ten.
 */
export function layerBars(masks: Readonly<Record<string, Mask>>): string {
  const names = Object.keys(masks);
  const layers = Object.keys(masks[names[0]]);
  const row = (tag: 'th' | 'td', cells: readonly string[]): string =>
    `<tr>${cells.map((cell) => `<${tag} style="text-align:left">${cell}</${tag}>`).join('')}</tr>`;
  const rows = layers.map((layer) =>
    row('td', [layer.replace('.weight', ''), ...names.map((name) => bar(masks[name][layer]))]),
  );
  const head = row('th', ['layer', ...names]);
  return `<table><thead>${head}</thead>\n<tbody>\n${rows.join('\n')}\n</tbody></table>`;
}

function bar(bits: Uint8Array): string {
  const kept = countKept(bits);
  if (kept === 0) return '<b style="color:#d55e00">✗ dead</b>';
  const width = Math.max(3, WIDEST + DECADE * Math.log10(kept / bits.length));
  const look = [
    'display:inline-block',
    `width:${width.toFixed(0)}px`,
    'height:10px',
    `background:${kept < 10 ? '#e69f00' : '#0072b2'}`,
  ].join(';');
  return `<span style="${look}"></span> ${kept.toLocaleString('en')}`;
}
