// The innermost loop of everything here: sums of products that stay in registers.
#pragma once
#include "vector.h"

/** One factor, read float by float: row i starts at i / 4 * quad + i % 4 * row; steps in floats. */
struct Splats {
  const float *start;
  size_t quad, row, step;
};

/** The other factor, read vector by vector. */
struct Vectors {
  const float *start;
  size_t column, step;
};

/** sums[i][j] += the sum over k of a[i][k] b[k][j], for `inner` steps k. */
template <int rows, int columns>
inline __attribute__((always_inline)) void addProducts(Vector (&sums)[rows][columns], int inner,
                                                       Splats a, Vectors b) {
  for (; inner > 0; inner--, a.start += a.step, b.start += b.step) {
    Vector v[columns];
    for (int j = 0; j < columns; j++) v[j] = load(b.start + j * b.column);
#pragma GCC unroll 16
    for (int i = 0; i < rows; i++) {
      const Vector x = splat(a.start[i / 4 * a.quad + i % 4 * a.row]);
      for (int j = 0; j < columns; j++) sums[i][j] += x * v[j];
    }
  }
}
