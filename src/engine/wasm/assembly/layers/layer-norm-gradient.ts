// The backward pass of layer normalisation; see layer-norm.ts.
import { sumOfLanes } from './batch-statistics';
import { addTo, standardised } from './layer-norm';

/**
 * dx = (g - mean(g) - u mean(g u)) / deviation, added to dx if `adds` (0: nobody wants it), where
 * g = scale dy and u is the standardised x; the gradients of scale and shift, u dy and dy summed over
 * the examples, are added to what is there.
 */
export function layerNormGradient(
  channels: i32,
  height: i32,
  width: i32,
  channelBytes: usize,
  pixelBytes: usize,
  xLine: usize,
  x: usize,
  dyLine: usize,
  dy: usize,
  dxLine: usize,
  dx: usize,
  adds: bool,
  vectors: i32,
  scale: usize,
  scaleGradient: usize,
  shiftGradient: usize,
  statistics: usize,
  sums: usize,
): void {
  const bytes = (<usize>vectors) << 4;
  const area = (<usize>(height * width)) << 2;
  const share = f32x4.splat(<f32>1 / <f32>(channels * height * width));
  memory.fill(sums, 0, 2 * bytes);
  const passes = dx ? 2 : 1;
  for (let pass: i32 = 0; pass < passes; pass++) {
    let pixel: usize = 0;
    for (let line: i32 = 0; line < height; line++) {
      for (let column: i32 = 0; column < width; column++) {
        const at = <usize>column * pixelBytes;
        let u = x + <usize>line * xLine + at;
        let d = dy + <usize>line * dyLine + at;
        let target = dx + <usize>line * dxLine + at;
        let place = pixel;
        for (let channel: i32 = 0; channel < channels; channel++) {
          const a = v128.load32_splat(scale + place);
          if (pass) inputGradient(a, u, d, target, adds, bytes, statistics, sums, share);
          else
            sumGradients(
              a,
              u,
              d,
              bytes,
              statistics,
              sums,
              scaleGradient + place,
              shiftGradient + place,
            );
          u += channelBytes;
          d += channelBytes;
          target += channelBytes;
          place += area;
        }
        pixel += 4;
      }
    }
  }
}

/** Adds one feature to the sums of g and g u, and its sums over the examples to the gradients. */
function sumGradients(
  scale: v128,
  x: usize,
  dy: usize,
  bytes: usize,
  statistics: usize,
  sums: usize,
  scaleGradient: usize,
  shiftGradient: usize,
): void {
  let sum = f32x4.splat(0);
  let products = sum;
  for (let i: usize = 0; i < bytes; i += 16) {
    const d = v128.load(dy + i);
    const product = f32x4.mul(d, standardised(x + i, statistics + i, bytes));
    sum = f32x4.add(sum, d);
    products = f32x4.add(products, product);
    addTo(sums + i, f32x4.mul(scale, d));
    addTo(sums + bytes + i, f32x4.mul(scale, product));
  }
  addLanes(scaleGradient, products);
  addLanes(shiftGradient, sum);
}

function inputGradient(
  scale: v128,
  x: usize,
  dy: usize,
  dx: usize,
  adds: bool,
  bytes: usize,
  statistics: usize,
  sums: usize,
  share: v128,
): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    const slope = f32x4.mul(
      standardised(x + i, statistics + i, bytes),
      v128.load(sums + bytes + i),
    );
    const rest = f32x4.mul(f32x4.add(v128.load(sums + i), slope), share);
    const centred = f32x4.sub(f32x4.mul(scale, v128.load(dy + i)), rest);
    const d = f32x4.mul(centred, v128.load(statistics + bytes + i));
    v128.store(dx + i, adds ? f32x4.add(v128.load(dx + i), d) : d);
  }
}

function addLanes(target: usize, v: v128): void {
  store<f32>(target, load<f32>(target) + <f32>sumOfLanes(v));
}
