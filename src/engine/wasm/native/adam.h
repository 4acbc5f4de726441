// Optimiser steps; see assembly/optimisers.ts.
#pragma once
#include <cmath>
#include <cstdint>

// What is too small to move any weight is set to zero before it gets denormal.
constexpr float NEGLIGIBLE_MEAN = 1e-32f;
constexpr float NEGLIGIBLE_SQUARE = 1e-37f;

template <bool masked>
void adamStep(int count, float *__restrict weights, const float *__restrict gradient,
              float *__restrict mean, float *__restrict square, const uint32_t *__restrict mask,
              float step, float rootScale, float beta1, float rest1, float beta2, float rest2,
              float epsilon, float weightDecay) {
  for (int i = 0; i < count; i++) {
    const bool kept = !masked || mask[i] != 0;
    const float g = kept ? gradient[i] + weightDecay * weights[i] : 0;
    const float m = beta1 * mean[i] + rest1 * g;
    const float v = beta2 * square[i] + rest2 * (g * g);
    mean[i] = std::fabs(m) < NEGLIGIBLE_MEAN ? 0 : m;
    square[i] = v < NEGLIGIBLE_SQUARE ? 0 : v;
    const float moved = weights[i] - step * mean[i] / (std::sqrt(square[i]) * rootScale + epsilon);
    weights[i] = kept ? moved : 0;
  }
}

inline void adam(int count, float *weights, const float *gradient, float *mean, float *square,
                 const uint32_t *mask, float step, float rootScale, float beta1, float rest1,
                 float beta2, float rest2, float epsilon, float weightDecay) {
  const auto run = mask ? adamStep<true> : adamStep<false>;
  run(count, weights, gradient, mean, square, mask, step, rootScale, beta1, rest1, beta2, rest2,
      epsilon, weightDecay);
}
