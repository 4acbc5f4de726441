/**
 * An effect as people read it: `+0.42 pp`; a logarithm of a ratio also as the factor it stands for,
 * `+0.92 (2.51×)`; other units to three digits, `-0.0123 nats`. A share, whose unit starts with
 * `% of`, is no change and has no plus: `87.5 % of seeds`.
 */
export function formatEffect(effect: number, unit: string): string {
  const value = formatValue(effect, unit);
  const plus = effect > 0 && Number(value) !== 0 && !unit.startsWith('% of');
  const signed = plus ? `+${value}` : value;
  if (unit === 'ln ratio') return `${signed} (${formatValue(Math.exp(effect), unit)}×)`;
  return withUnit(signed, unit);
}

/** `[0.31, 0.53]`, to as many digits as the effect. */
export function formatInterval([low, high]: readonly [number, number], unit: string): string {
  return `[${formatValue(low, unit)}, ${formatValue(high, unit)}]`;
}

/** `0.1 pp`: a threshold or margin, as short as it was written. */
export function formatThreshold(value: number, unit: string): string {
  return withUnit(String(value), unit === 'ln ratio' ? '' : unit);
}

/** `0.031`; below a thousandth only that it is: `< 0.001`; a dash where nothing is left to chance. */
export function formatP(p: number | null): string {
  if (p === null) return '–';
  if (p < 0.001) return '< 0.001';
  return p > 0.9995 ? '1' : p.toFixed(3);
}

/** `p = 0.031`, or `p < 0.001`, as a sentence says it. */
export function statedP(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p = ${formatP(p)}`;
}

/** A number to the digits its unit deserves, with a true minus sign. */
function formatValue(value: number, unit: string): string {
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const inUnit = unit === 'pp' || unit === 'ln ratio';
  const text = inUnit ? value.toFixed(2) : String(Number(value.toPrecision(3)));
  return Number(text) === 0 ? text.replace('-', '') : text.replace(/^-/, '−');
}

function withUnit(text: string, unit: string): string {
  return unit === '' ? text : `${text} ${unit}`;
}
