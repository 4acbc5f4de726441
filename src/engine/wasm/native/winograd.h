// Winograd's algorithm F(4x4, 3x3); see assembly/convolution/{winograd,winograd-transforms}.ts.
#pragma once
#include "weight-gradient.h"

constexpr int PLANES = 36;

/** A table of tiles; steps in bytes. */
struct Tiles {
  int32_t down, across, inputs, outputs;
  int32_t xLine, yLine;
  int32_t strip;
  Run run;
};

/** Products of a strip of tiles: 36 planes, each [tile][channel][16]; steps in floats. */
struct Planes {
  float *start;
  // Odd numbers of cache lines, so that tiles and planes do not crowd out each other.
  size_t tileStep, planeStep;
  Planes(float *start, int channels, int strip)
      : start(start), tileStep((channels | 1) * ROW),
        planeStep(((strip * (channels | 1)) | 1) * ROW) {}
  float *plane(int p) const { return start + p * planeStep; }
  float *end() const { return plane(PLANES); }
};

/** B^T, from 6 points to 6. */
inline void expandInput(const Vector *d, Vector *to, int step) {
  const Vector even = d[4] - 4 * d[2], odd = d[3] - 4 * d[1];
  const Vector difference = d[4] - d[2], twice = 2 * (d[3] - d[1]);
  to[0] = 4 * d[0] - 5 * d[2] + d[4];
  to[step] = even + odd;
  to[2 * step] = even - odd;
  to[3 * step] = difference + twice;
  to[4 * step] = difference - twice;
  to[5 * step] = 4 * d[1] - 5 * d[3] + d[5];
}

/** A, from 4 points to 6. */
inline void expandGradient(const Vector *y, Vector *to, int step) {
  const Vector even = y[0] + y[2], odd = y[1] + y[3];
  const Vector even2 = y[0] + 4 * y[2], odd2 = 2 * y[1] + 8 * y[3];
  to[0] = y[0];
  to[step] = even + odd;
  to[2 * step] = even - odd;
  to[3 * step] = even2 + odd2;
  to[4 * step] = even2 - odd2;
  to[5 * step] = y[3];
}

/** A^T, from 6 points to 4. */
inline void contract(const Vector *m, Vector *to, int step) {
  const Vector sum = m[1] + m[2], difference = m[1] - m[2];
  const Vector sum2 = m[3] + m[4], difference2 = m[3] - m[4];
  to[0] = m[0] + sum + sum2;
  to[step] = difference + 2 * difference2;
  to[2 * step] = sum + 4 * sum2;
  to[3 * step] = difference + 8 * difference2 + m[5];
}

/** Expands a square of `points` x `points` pixels to the 36 planes of one tile, by `expand`. */
template <int points, auto expand>
void transformTile(int channels, const float *pixels, size_t step, size_t line, float *planes,
                   size_t planeStep, int vectors) {
  for (; channels > 0; channels--, pixels += ROW, planes += ROW) {
    for (int lane = 0; lane < 4 * vectors; lane += WIDTH) {
      Vector half[6][points], column[points], row[6];
      for (int j = 0; j < points; j++) {
        for (int i = 0; i < points; i++) column[i] = load(pixels + i * line + j * step + lane);
        expand(column, &half[0][j], points);
      }
      for (int i = 0; i < 6; i++) {
        expand(half[i], row, 1);
        for (int j = 0; j < 6; j++) store(planes + (6 * i + j) * planeStep + lane, row[j]);
      }
    }
  }
}

/** A^T m A, from the planes of one tile to 4x4 pixels of y. */
inline void transformOutput(Ending ending, int channels, const float *planes, size_t planeStep,
                            float *y, size_t step, size_t line, int vectors) {
  for (int channel = 0; channel < channels; channel++, planes += ROW, y += ROW) {
    const Vector bias = splat(ending.bias ? ending.bias[channel] : 0);
    for (int lane = 0; lane < 4 * vectors; lane += WIDTH) {
      Vector half[4][6], points[6], row[4];
      for (int j = 0; j < 6; j++) {
        for (int i = 0; i < 6; i++) points[i] = load(planes + (6 * i + j) * planeStep + lane);
        contract(points, &half[0][j], 6);
      }
      for (int i = 0; i < 4; i++) {
        contract(half[i], row, 1);
        for (int j = 0; j < 4; j++) {
          float *to = y + i * line + j * step + lane;
          const Vector sum = ending.accumulate ? row[j] + load(to) : row[j] + bias;
          store(to, ending.rectify ? rectified(sum) : sum);
        }
      }
    }
  }
}

/** Calls `use` with the number of each tile of a strip, and its places in x and in y. */
template <typename Use> void forEachTile(const Tiles *t, int first, int count, Use use) {
  for (int tile = 0; tile < count; tile++) {
    const int line = (first + tile) / t->across, column = (first + tile) % t->across;
    use(tile, 4 * (line * (t->xLine / 4) + column * t->inputs * ROW),
        4 * (line * (t->yLine / 4) + column * t->outputs * ROW));
  }
}

inline void transformInputs(const Tiles *t, int first, int count, const float *x, Planes planes,
                            int vectors) {
  forEachTile(t, first, count, [&](int tile, size_t place, size_t) {
    transformTile<6, expandInput>(t->inputs, x + place, t->inputs * ROW, t->xLine / 4,
                                  planes.start + tile * planes.tileStep, planes.planeStep, vectors);
  });
}

inline void winogradCorrelate(const Tiles *t, const float *x, float *y, const float *filters,
                              const float *bias, bool accumulate, bool rectify, int vectors,
                              float *scratch) {
  const size_t packStep = t->inputs * PACK;
  const size_t filterStep = (t->outputs + PACK - 1) / PACK * packStep;
  const Planes from(scratch, t->inputs, t->strip), to(from.end(), t->outputs, t->strip);
  const Ending none{nullptr, false, false}, ending{bias, accumulate, rectify};
  const int tiles = t->down * t->across;
  for (int first = 0; first < tiles; first += t->strip) {
    const int count = std::min(t->strip, tiles - first);
    transformInputs(t, first, count, x, from, vectors);
    for (int p = 0; p < PLANES; p++) {
      const Correlation c{&t->run, 1, t->inputs, filters + p * filterStep, packStep, none};
      correlateLine(c, count, t->outputs, from.plane(p), from.tileStep, to.plane(p), to.tileStep,
                    vectors);
    }
    forEachTile(t, first, count, [&](int tile, size_t, size_t place) {
      transformOutput(ending, t->outputs, to.start + tile * to.tileStep, to.planeStep, y + place,
                      t->outputs * ROW, t->yLine / 4, vectors);
    });
  }
}

/** sums[36][outputs / 4][inputs][4] += the gradients of the transformed filters. */
inline void winogradGradient(const Tiles *t, const float *x, const float *dy, int vectors,
                             float *sums, float *scratch) {
  const size_t packStep = t->inputs * PACK;
  const size_t filterStep = (t->outputs + PACK - 1) / PACK * packStep;
  const Planes from(scratch, t->inputs, t->strip), to(from.end(), t->outputs, t->strip);
  const int tiles = t->down * t->across;
  for (int first = 0; first < tiles; first += t->strip) {
    const int count = std::min(t->strip, tiles - first);
    transformInputs(t, first, count, x, from, vectors);
    forEachTile(t, first, count, [&](int tile, size_t, size_t place) {
      transformTile<4, expandGradient>(t->outputs, dy + place, t->outputs * ROW, t->yLine / 4,
                                       to.start + tile * to.tileStep, to.planeStep, vectors);
    });
    for (int p = 0; p < PLANES; p++) {
      const Gradient g{&t->run, 1, packStep, sums + p * filterStep};
      lineGradient(g, count, t->outputs, from.plane(p), from.tileStep, to.plane(p), to.tileStep,
                   vectors);
    }
  }
}
