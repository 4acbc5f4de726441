// Single-precision matrix product; see assembly/dense/gemm.ts. Only B is copied into panels: a splat can
// be read from anywhere.
#pragma once
#include "products.h"

constexpr int GEMM_ROWS = MANY_REGISTERS ? 12 : 6;
constexpr int GEMM_COLUMNS = 2 * WIDTH;
// All panels of a block of B fit into the scratch memory that the wasm kernel asks for.
constexpr int BLOCK_INNER = 256;
constexpr int BLOCK_COLUMNS = 512;

/** C[rows][columns] = (C +) A B, where the panel holds B as [inner][GEMM_COLUMNS]. */
template <int rows, bool transposed>
void multiplyTile(int columns, int inner, const float *a, size_t aStep, const float *panel,
                  float *c, size_t cStep, bool accumulate) {
  Vector sums[rows][2] = {};
  const size_t row = transposed ? 1 : aStep, step = transposed ? aStep : 1;
  addProducts(sums, inner, Splats{a, 4 * row, row, step}, Vectors{panel, WIDTH, GEMM_COLUMNS});
  for (int i = 0; i < rows; i++, c += cStep) {
    if (columns >= GEMM_COLUMNS) {
      store(c, accumulate ? load(c) + sums[i][0] : sums[i][0]);
      store(c + WIDTH, accumulate ? load(c + WIDTH) + sums[i][1] : sums[i][1]);
    } else {
      for (int j = 0; j < columns; j++) {
        const float sum = sums[i][j / WIDTH][j % WIDTH];
        c[j] = accumulate ? c[j] + sum : sum;
      }
    }
  }
}

/** Copies `columns` columns of `inner` rows of B, the missing ones zero. */
inline void packPanel(bool transposed, int inner, int columns, const float *b, size_t bStep,
                      float *panel) {
  const size_t row = transposed ? 1 : bStep, column = transposed ? bStep : 1;
  for (int k = 0; k < inner; k++, b += row, panel += GEMM_COLUMNS) {
    for (int j = 0; j < GEMM_COLUMNS; j++) panel[j] = j < columns ? b[j * column] : 0;
  }
}

/** C = (C +) op(A) op(B); strides in bytes. */
inline void gemm(bool transposeA, bool transposeB, int rows, int columns, int inner, const float *a,
                 uint32_t aStride, const float *b, uint32_t bStride, float *c, uint32_t cStride,
                 bool accumulate, float *panels) {
  const size_t aStep = aStride / 4, bStep = bStride / 4, cStep = cStride / 4;
  const int blocks = (inner + BLOCK_INNER - 1) / BLOCK_INNER;
  const int deepest = (inner + blocks - 1) / blocks; // blocks of equal depth
  for (int left = 0; left < columns; left += BLOCK_COLUMNS) {
    const int right = std::min(columns, left + BLOCK_COLUMNS);
    for (int depth = 0; depth < inner; depth += deepest) {
      const int k = std::min(deepest, inner - depth);
      for (int j = left; j < right; j += GEMM_COLUMNS) {
        const float *from = transposeB ? b + j * bStep + depth : b + depth * bStep + j;
        packPanel(transposeB, k, right - j, from, bStep, panels + (j - left) * k);
      }
      for (int i = 0; i < rows; i += GEMM_ROWS) {
        const float *tile = transposeA ? a + depth * aStep + i : a + i * aStep + depth;
        for (int j = left; j < right; j += GEMM_COLUMNS) {
          withConstant<GEMM_ROWS>(rows - i, [&](auto n) {
            const auto multiply = transposeA ? multiplyTile<n, true> : multiplyTile<n, false>;
            multiply(right - j, k, tile, aStep, panels + (j - left) * k, c + i * cStep + j, cStep,
                     accumulate || depth > 0);
          });
        }
      }
    }
  }
}
