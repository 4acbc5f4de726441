/** base^exponent for whole exponents, by repeated squaring: Math.pow differs between machines. */
export function power(base: number, exponent: number): number {
  let result = 1;
  for (let square = base, n = exponent; n > 0; n = Math.floor(n / 2)) {
    if (n % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}

/**
 * value^(1/degree) for a value in (0, 1] and a whole degree, the same bits on every machine.
 *
 * Newton's method for x^degree = value from x = 1, which falls to the root and stops where rounding
 * stops it: to about 1e-15 of the root.
 */
export function root(value: number, degree: number): number {
  for (let x = 1; ;) {
    const next = x - (power(x, degree) - value) / (degree * power(x, degree - 1));
    if (!(next < x)) return x;
    x = next;
  }
}
