const bits = new DataView(new ArrayBuffer(8));

/** 2^n for an integer n, exactly; 0 or Infinity where double precision ends. */
export function powerOfTwo(n: number): number {
  let power = 1;
  for (let i = 0; i < n && power < Infinity; i++) power *= 2;
  for (let i = 0; i > n && power > 0; i--) power /= 2;
  return power;
}

/** floor(log2 |x|), for normal numbers x. */
export function binaryExponent(x: number): number {
  bits.setFloat64(0, x);
  return ((bits.getUint16(0) >>> 4) & 0x7ff) - 1023;
}
