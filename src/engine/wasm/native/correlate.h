// Correlations on blocks of 16 examples; see assembly/convolution/{tile,correlate}.ts.
#pragma once
#include "products.h"

/** Floats in a row of a block. */
constexpr int ROW = 16;
/** Weights are packed as [channels / 4][rows][4]. */
constexpr int PACK = 4;
// Registers hold sums of so many channels by so many pixels.
constexpr int TILE_CHANNELS = MANY_REGISTERS ? 8 : 4;
constexpr int TILE_PIXELS = 3;
// Packed weights that are used over and over should stay in the L2 cache.
constexpr int WEIGHT_BLOCK = 65536;

/** A stretch of rows of x that lie one after the other, from an offset on. */
struct Run {
  int32_t offset, bytes; // the offset may be negative
};

/** What is added to a sum, and what becomes of it; the bias may be none (0). */
struct Ending {
  const float *bias;
  bool accumulate, rectify;
};

struct Correlation {
  const Run *runs;
  int runCount, rows;
  const float *weights;
  size_t packStep; // floats from four channels to the next
  Ending ending;
};

/** A table of geometry; steps in bytes. */
struct Geometry {
  int32_t height, width, channels;
  int32_t xStep, xLine, yStep, yLine;
};

/** `channels` channels of `pixels` pixels, one vector of lanes. */
template <int channels, int pixels>
void correlateTile(const Correlation &c, int channel, const float *x, size_t xStep, float *y,
                   size_t yStep) {
  const auto [bias, accumulate, rectify] = c.ending;
  const float *weights = c.weights + channel / PACK * c.packStep;
  Vector sums[channels][pixels];
  for (int k = 0; k < channels; k++) {
    for (int p = 0; p < pixels; p++) {
      if (accumulate) sums[k][p] = load(y + p * yStep + k * ROW);
      else sums[k][p] = splat(bias ? bias[channel + k] : 0);
    }
  }
  for (const Run *run = c.runs; run < c.runs + c.runCount; run++) {
    const float *row = after(x, run->offset);
    const int rows = run->bytes / (4 * ROW);
    addProducts(sums, rows, Splats{weights, c.packStep, 1, PACK}, Vectors{row, xStep, ROW});
    weights += rows * PACK;
  }
  for (int k = 0; k < channels; k++) {
    for (int p = 0; p < pixels; p++) {
      store(y + p * yStep + k * ROW, rectify ? rectified(sums[k][p]) : sums[k][p]);
    }
  }
}

/** A line of pixels; steps in floats. */
inline void correlateLine(const Correlation &c, int width, int channels, const float *x,
                          size_t xStep, float *y, size_t yStep, int vectors) {
  const int block = std::max(1, WEIGHT_BLOCK / (TILE_CHANNELS * (c.rows + 1))) * TILE_CHANNELS;
  for (int first = 0; first < channels; first += block) {
    const int last = std::min(channels, first + block);
    for (int pixel = 0; pixel < width; pixel += TILE_PIXELS) {
      for (int channel = first; channel < last; channel += TILE_CHANNELS) {
        const float *in = x + pixel * xStep;
        float *out = y + pixel * yStep + channel * ROW;
        withConstant<TILE_PIXELS>(width - pixel, [&](auto pixels) {
          withConstant<TILE_CHANNELS>(last - channel, [&](auto tile) {
            for (int lane = 0; lane < 4 * vectors; lane += WIDTH) {
              correlateTile<tile, pixels>(c, channel, in + lane, xStep, out + lane, yStep);
            }
          });
        });
      }
    }
  }
}

inline void correlate(const Geometry *g, const float *x, float *y, const Run *runs, int runCount,
                      int rows, const float *weights, uint32_t tileBytes, const float *bias,
                      bool accumulate, bool rectify, int vectors) {
  const Correlation c{runs, runCount, rows, weights, tileBytes / 4, {bias, accumulate, rectify}};
  for (int line = 0; line < g->height; line++) {
    correlateLine(c, g->width, g->channels, x, g->xStep / 4, y, g->yStep / 4, vectors);
    x = after(x, g->xLine);
    y = after(y, g->yLine);
  }
}
