// One text for both builds of the kernels: strict SIMD rounds the product and the sum, which gives
// the same bits on every machine; relaxed SIMD (kernels-fma.wasm) may round once, if the processor
// has a fused multiply-add. (Only methods may be marked for inlining, hence the class.)
export class Fused {
  /** a * b + c. */
  @inline
  static multiplyAdd(a: v128, b: v128, c: v128): v128 {
    if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
    return f32x4.add(c, f32x4.mul(a, b));
  }
}
