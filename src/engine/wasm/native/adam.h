// Adam and its variants; see assembly/optimisers/optimisers-adam.ts.
#pragma once
#include <cmath>
#include <cstdint>

// What is too small to move any weight is set to zero before it gets denormal.
constexpr float NEGLIGIBLE_MEAN = 1e-32f;
constexpr float NEGLIGIBLE_SQUARE = 1e-37f;

struct AdamRates {
  float step, rootScale, beta1, rest1, beta2, rest2, epsilon, coupledDecay, decoupledDecay;
};

template <bool masked, bool amsgrad>
void adamStep(int count, AdamRates r, float *__restrict weights, const float *__restrict gradient,
              float *__restrict mean, float *__restrict square, float *__restrict largest,
              const uint32_t *__restrict mask) {
  for (int i = 0; i < count; i++) {
    const bool pruned = masked && mask[i] == 0;
    const float w = weights[i], g = pruned ? 0 : gradient[i] + r.coupledDecay * w;
    const float m = r.beta1 * mean[i] + r.rest1 * g, v = r.beta2 * square[i] + r.rest2 * (g * g);
    mean[i] = std::fabs(m) < NEGLIGIBLE_MEAN ? 0 : m;
    float most = square[i] = v < NEGLIGIBLE_SQUARE ? 0 : v;
    if (amsgrad) most = largest[i] = largest[i] > most ? largest[i] : most;
    const float root = std::sqrt(most) * r.rootScale + r.epsilon;
    weights[i] = pruned ? 0 : w - r.decoupledDecay * w - r.step * mean[i] / root;
  }
}

inline void adam(int count, float *weights, const float *gradient, float *mean, float *square,
                 float *largest, const uint32_t *mask, float step, float rootScale, float beta1,
                 float rest1, float beta2, float rest2, float epsilon, float coupledDecay,
                 float decoupledDecay) {
  const AdamRates rates{step, rootScale, beta1, rest1, beta2, rest2, epsilon, coupledDecay,
                        decoupledDecay};
  const auto plain = mask ? adamStep<true, false> : adamStep<false, false>;
  const auto maximal = mask ? adamStep<true, true> : adamStep<false, true>;
  (largest ? maximal : plain)(count, rates, weights, gradient, mean, square, largest, mask);
}
