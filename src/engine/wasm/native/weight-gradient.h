// Gradients of weights on blocks of 16 examples; see assembly/convolution/weight-gradient.ts.
#pragma once
#include "correlate.h"

// Registers hold sums of 4 rows of dy by so many rows of x.
constexpr int TILE_INPUTS = MANY_REGISTERS ? 4 : 2;

/** Pixels of x and of dy that belong together; steps in floats. */
struct Strip {
  int lines, pixels;
  size_t xStep, xLine, yStep, yLine;
  int vectors;
};

/** The sums of neighbouring lanes, first those of a, then those of b. */
template <size_t... i> Vector sumPairs(Vector a, Vector b, std::index_sequence<i...>) {
  return __builtin_shufflevector(a, b, 2 * i...) + __builtin_shufflevector(a, b, 2 * i + 1 ...);
}

/** Lane i of the result: with `count` = WIDTH, the sum of the lanes of vector i. */
template <int count> Vector laneSums(const Vector *v) {
  if constexpr (count == 1) return *v;
  else {
    return sumPairs(laneSums<count / 2>(v), laneSums<count / 2>(v + count / 2),
                    std::make_index_sequence<WIDTH>{});
  }
}

/** `v`, and zero in the lanes of its row that are not in use. */
inline Vector used(Vector v, int lane, int vectors) {
  Mask mask;
  for (int i = 0; i < WIDTH; i++) mask[i] = lane + i < 4 * vectors ? -1 : 0;
  return reinterpret_cast<Vector>(reinterpret_cast<Mask>(v) & mask);
}

/** sums[r][k] += the dot products of rows of x with rows of dy over a strip. */
template <int channels, int inputs, bool partial>
void dotTile(const Strip &s, const float *x, const float *dy, float *sums) {
  constexpr int count = inputs * PACK, whole = (count + WIDTH - 1) / WIDTH * WIDTH;
  Vector products[whole] = {};
  for (int lane = 0; lane < 4 * s.vectors; lane += WIDTH) {
    const auto from = [&](const float *p) {
      return partial ? used(load(p), lane, s.vectors) : load(p);
    };
    for (int line = 0; line < s.lines; line++) {
      const float *in = x + line * s.xLine + lane;
      const float *gradient = dy + line * s.yLine + lane;
      for (int pixel = 0; pixel < s.pixels; pixel++, in += s.xStep, gradient += s.yStep) {
        Vector d[channels];
        for (int k = 0; k < channels; k++) d[k] = from(gradient + k * ROW);
#pragma GCC unroll 4
        for (int r = 0; r < inputs; r++) {
          const Vector v = from(in + r * ROW);
          for (int k = 0; k < channels; k++) products[r * PACK + k] += v * d[k];
        }
      }
    }
  }
  float totals[whole];
  for (int i = 0; i < whole; i += WIDTH) store(totals + i, laneSums<WIDTH>(products + i));
  for (int i = 0; i < count; i++) sums[i] += totals[i];
}

/** The same for all rows of some runs and all channels. */
inline void stripGradient(const Strip &s, int channels, const float *x, const float *dy,
                          const Run *runs, int runCount, size_t packStep, float *sums) {
  const bool partial = 4 * s.vectors % WIDTH != 0;
  for (const Run *run = runs; run < runs + runCount; run++) {
    const int rows = run->bytes / (4 * ROW);
    const float *start = after(x, run->offset);
    for (int channel = 0; channel < channels; channel += PACK) {
      const float *gradient = dy + channel * ROW;
      for (int row = 0; row < rows; row += TILE_INPUTS) {
        float *total = sums + channel / PACK * packStep + row * PACK;
        withConstant<PACK>(channels - channel, [&](auto k) {
          withConstant<TILE_INPUTS>(rows - row, [&](auto r) {
            const auto dot = partial ? dotTile<k, r, true> : dotTile<k, r, false>;
            dot(s, start + row * ROW, gradient, total);
          });
        });
      }
    }
    sums += rows * PACK;
  }
}

inline void weightGradient(const Geometry *g, const float *x, const float *dy, const Run *runs,
                           int runCount, uint32_t tileBytes, int vectors, int stripHeight,
                           int stripWidth, float *sums) {
  const size_t xStep = g->xStep / 4, xLine = g->xLine / 4, yStep = g->yStep / 4,
               yLine = g->yLine / 4;
  for (int top = 0; top < g->height; top += stripHeight) {
    for (int left = 0; left < g->width; left += stripWidth) {
      const int lines = std::min(stripHeight, g->height - top);
      const int pixels = std::min(stripWidth, g->width - left);
      const Strip strip{lines, pixels, xStep, xLine, yStep, yLine, vectors};
      stripGradient(strip, g->channels, x + top * xLine + left * xStep,
                    dy + top * yLine + left * yStep, runs, runCount, tileBytes / 4, sums);
    }
  }
}
