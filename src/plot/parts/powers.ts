const SUPERSCRIPTS: Readonly<Record<string, string>> = {
  '-': '⁻',
  0: '⁰',
  1: '¹',
  2: '²',
  3: '³',
  4: '⁴',
  5: '⁵',
  6: '⁶',
  7: '⁷',
  8: '⁸',
  9: '⁹',
};

/** The number of ticks above which only every second, third, ... power of ten is marked. */
const MOST = 7;

/** The whole powers of ten from `low` to `high`, thinned where they are many. */
export function powersBetween(low: number, high: number): number[] {
  // The slack keeps an end that is a power of ten up to rounding.
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const step = Math.ceil((last - first + 1) / MOST);
  const powers: number[] = [];
  for (let power = first; power <= last; power++) {
    if (power % step === 0) powers.push(Number(`1e${power}`));
  }
  return powers;
}

/** Zero and the largest powers of ten on both sides of it, few enough to be read. */
export function signedPowers(values: readonly number[], constant: number): number[] {
  const powers = powersBetween(constant, Math.max(...values.map(Math.abs)));
  const step = Math.ceil(powers.length / 2);
  const shown = powers.length < 5 ? powers.slice(-1) : powers.filter((_, i) => i % step === 0);
  return [...shown.map((power) => -power).reverse(), 0, ...shown];
}

/** A number as people write it by hand: `0.01`, `1`, `20`, `100`, then `10³` and `2×10³`. */
export function powerLabel(value: number): string {
  const size = Math.abs(value);
  const sign = value < 0 ? '−' : '';
  if (size === 0 || (size >= 0.01 && size < 1000))
    return sign + String(Number(size.toPrecision(3)));
  const [digits, power] = size.toExponential(2).split('e');
  const ten = `10${power.replace('+', '').replace(/./g, (each) => SUPERSCRIPTS[each])}`;
  return sign + (Number(digits) === 1 ? ten : `${Number(digits)}×${ten}`);
}

/** A Vega expression that labels exactly these ticks, each with its own text. */
export function labelsByValue(labels: ReadonlyMap<number, string>): string {
  return `(${JSON.stringify(Object.fromEntries(labels))})[datum.value]`;
}
