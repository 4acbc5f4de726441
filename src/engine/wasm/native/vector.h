// The widest vectors of the processor this is compiled for, in the words that GCC and Clang share.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#if defined(__AVX512F__)
constexpr int WIDTH = 16; // floats in a vector
#elif defined(__AVX__)
constexpr int WIDTH = 8;
#else
constexpr int WIDTH = 4;
#endif

#if defined(__AVX512F__) || defined(__aarch64__)
constexpr bool MANY_REGISTERS = true; // 32, else 16
#else
constexpr bool MANY_REGISTERS = false;
#endif

typedef float Vector __attribute__((vector_size(WIDTH * 4)));
typedef Vector Unaligned __attribute__((aligned(4), may_alias));

inline Vector load(const float *p) { return *reinterpret_cast<const Unaligned *>(p); }
inline void store(float *p, Vector v) { *reinterpret_cast<Unaligned *>(p) = v; }
inline Vector splat(float x) { return x - Vector{}; }
inline Vector rectified(Vector v) { return v < Vector{} ? Vector{} : v; }

/** The float `bytes` further on; all strides come in bytes. */
template <typename Float> Float *after(Float *p, ptrdiff_t bytes) { return p + bytes / 4; }

/** Calls `use` with n as a constant, or with `most` if n is larger. */
template <int most, typename Use> void withConstant(int n, Use use) {
  if constexpr (most > 1) {
    if (n < most) return withConstant<most - 1>(n, use);
  }
  use(std::integral_constant<int, most>{});
}
