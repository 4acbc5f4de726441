// Gradients of weights on blocks of 16 examples; see assembly/convolution/weight-gradient.ts.
//
// A sum over lanes is a sum of products as in a matrix product once dy is transposed, which is done
// for some pixels and channels at a time.
#pragma once
#include "correlate.h"

// Registers hold sums of so many rows of x by two vectors of channels of dy.
constexpr int GRADIENT_ROWS = MANY_REGISTERS ? 8 : 4;
constexpr int GRADIENT_CHANNELS = 2 * WIDTH;
constexpr int GRADIENT_PIXELS = 16;

/** sums[channels / 4][rows of all runs][4] of a correlation with `runs`. */
struct Gradient {
  const Run *runs;
  int runCount;
  size_t packStep;
  float *sums;
};

/** The two vectors of which a's and b's lanes in turn make up the first and the second half. */
template <size_t... i>
void interleave(Vector a, Vector b, Vector *to, std::index_sequence<i...>) {
  to[0] = __builtin_shufflevector(a, b, (i / 2 + i % 2 * WIDTH)...);
  to[1] = __builtin_shufflevector(a, b, ((WIDTH + i) / 2 + i % 2 * WIDTH)...);
}

/** Lane j of vector i becomes lane i of vector j. */
template <int step = 1> void transpose(Vector (&v)[WIDTH]) {
  Vector next[WIDTH];
  for (int i = 0; i < WIDTH / 2; i++) {
    interleave(v[i], v[i + WIDTH / 2], next + 2 * i, std::make_index_sequence<WIDTH>{});
  }
  for (int i = 0; i < WIDTH; i++) v[i] = next[i];
  if constexpr (2 * step < WIDTH) transpose<2 * step>(v);
}

/** Copies rows of dy to [pixel][16 lanes][GRADIENT_CHANNELS], the missing channels zero. */
inline void transposePanel(int pixels, int channels, const float *dy, size_t yStep, float *panel) {
  for (int pixel = 0; pixel < pixels; pixel++, dy += yStep, panel += ROW * GRADIENT_CHANNELS) {
    for (int lane = 0; lane < ROW; lane += WIDTH) {
      for (int channel = 0; channel < channels; channel += WIDTH) {
        Vector v[WIDTH];
        for (int i = 0; i < WIDTH; i++) {
          v[i] = channel + i < channels ? load(dy + (channel + i) * ROW + lane) : Vector{};
        }
        transpose(v);
        float *to = panel + lane * GRADIENT_CHANNELS + channel;
        for (int i = 0; i < WIDTH; i++) store(to + i * GRADIENT_CHANNELS, v[i]);
      }
    }
  }
}

/** `rows` rows of x with `columns` vectors of a panel, added to `sums` by fours. */
template <int rows, int columns>
void gradientTile(int pixels, int channels, int vectors, const float *x, size_t xStep,
                  const float *panel, float *sums, size_t packStep) {
  Vector products[rows][columns] = {};
  for (int pixel = 0; pixel < pixels; pixel++) {
    addProducts(products, 4 * vectors, Splats{x + pixel * xStep, 4 * ROW, ROW, 1},
                Vectors{panel + pixel * ROW * GRADIENT_CHANNELS, WIDTH, GRADIENT_CHANNELS});
  }
  for (int row = 0; row < rows; row++, sums += PACK) {
    float totals[columns * WIDTH];
    for (int j = 0; j < columns; j++) store(totals + j * WIDTH, products[row][j]);
    for (int k = 0; k < channels; k += PACK) {
      for (int i = 0; i < PACK; i++) sums[k / PACK * packStep + i] += totals[k + i];
    }
  }
}

/** Adds the products of rows of x and of dy over a line of pixels; steps in floats. */
inline void lineGradient(Gradient g, int width, int channels, const float *x, size_t xStep,
                         const float *dy, size_t yStep, int vectors) {
  alignas(64) float panel[GRADIENT_PIXELS * ROW * GRADIENT_CHANNELS];
  for (int left = 0; left < width; left += GRADIENT_PIXELS) {
    const int pixels = std::min(GRADIENT_PIXELS, width - left);
    for (int channel = 0; channel < channels; channel += GRADIENT_CHANNELS) {
      const int count = std::min(GRADIENT_CHANNELS, channels - channel);
      transposePanel(pixels, count, dy + left * yStep + channel * ROW, yStep, panel);
      float *sums = g.sums + channel / PACK * g.packStep;
      for (const Run *run = g.runs; run < g.runs + g.runCount; run++) {
        const float *row = after(x + left * xStep, run->offset);
        const int rows = run->bytes / (4 * ROW);
        for (int i = 0; i < rows; i += GRADIENT_ROWS) {
          withConstant<GRADIENT_ROWS>(rows - i, [&](auto tile) {
            const auto add = count > WIDTH ? gradientTile<tile, 2> : gradientTile<tile, 1>;
            add(pixels, count, vectors, row + i * ROW, xStep, panel, sums + i * PACK, g.packStep);
          });
        }
        sums += rows * PACK;
      }
    }
  }
}

inline void weightGradient(const Geometry *g, const float *x, const float *dy, const Run *runs,
                           int runCount, uint32_t tileBytes, int vectors, int /* stripHeight */,
                           int /* stripWidth */, float *sums) {
  for (int line = 0; line < g->height; line++) {
    lineGradient(Gradient{runs, runCount, tileBytes / 4, sums}, g->width, g->channels, x,
                 g->xStep / 4, dy, g->yStep / 4, vectors);
    x = after(x, g->xLine);
    dy = after(dy, g->yLine);
  }
}
