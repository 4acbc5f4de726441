import { UserError } from '../errors.js';
import { stream, type Rng } from '../math/rng.js';
import { type Dataset, type DatasetPair, makeDataset, sharedBytes } from './dataset.js';
import { between, distort, type DistortionLimits, drawDistortion } from './drawing/distort.js';
import { type Canvas, drawPolyline } from './drawing/raster.js';
import { type Skeleton, skeletons, type Stroke, trace } from './drawing/strokes.js';

export interface GlyphOptions {
  /** Pixels per side. */
  readonly size: 28 | 14;
  /** Number of training images. */
  readonly train: number;
  /** Number of test images. */
  readonly test: number;
  readonly seed: number;
  /** The data set's name; `glyphs` or `glyphs-14` when left out. */
  readonly name?: string;
}

/**
 * How hard the digits are. Lengths are in the skeleton's units, half a digit's height being 0.9.
 *
 * Set so that on the registered `glyphs` a linear classifier gets about 90 % right and
 * LeNet-300-100 (Adam, 1.2e-3, 5,000 steps of 60) about 97.5 %.
 */
const jitter = 0.09;
const limits: DistortionLimits = {
  halfTangent: 0.13,
  shear: 0.28,
  width: [0.75, 1.25],
  height: [0.8, 1.12],
  shift: 0.15,
  elastic: 0.33,
};
const pen = { thinnest: 0.08, thickest: 0.16, taper: 0.35 };
const contrast = { background: 50, faintest: 140 };
/** Half of the images have a stray mark, this strong compared with the digit. */
const mark = { reach: 1.3, length: 0.5, faintest: 0.2, strongest: 0.7 };
/** Standard deviation of the noise in a 28x28 picture, of 255. */
const noise = { least: 4, most: 22 };

/** Half the picture's side in the skeleton's units. */
const halfSide = 1.36;

/** Of the registered training sets, pixels scaled to [0, 1]. */
const statistics = {
  28: { mean: 0.1748, deviation: 0.2032 },
  14: { mean: 0.1723, deviation: 0.1798 },
};

/**
 * Generated handwritten-looking digits: a data set of any size without a download.
 *
 * Each image is one of several stroke skeletons of its digit, its control points jittered, bent by
 * an elastic field, turned, sheared, scaled and shifted, drawn with a pen of random thickness, and
 * overlaid with stray marks and noise. Pixels are bytes, light ink on a dark ground, shape
 * [1, size, size].
 *
 * Image i of a split shows the digit i mod 10 and is drawn from a stream of its own, named by
 * split and i: it is the same in a set of any size, and bit for bit the same on every machine.
 */
export function glyphs(options: GlyphOptions): DatasetPair {
  checkOptions(options);
  return { train: glyphSplit(options, 'train'), test: glyphSplit(options, 'test') };
}

function glyphSplit(options: GlyphOptions, split: 'train' | 'test'): Dataset {
  const { size, seed } = options;
  const count = options[split];
  const pixels = size * size;
  const images = sharedBytes(count * pixels);
  const labels = sharedBytes(count);
  const canvas: Canvas = { size, ink: new Float64Array(pixels) };
  for (let i = 0; i < count; i++) {
    labels[i] = i % skeletons.length;
    const image = images.subarray(i * pixels, (i + 1) * pixels);
    drawGlyph(canvas, labels[i], stream(seed, `glyphs/${split}/${i}`), image);
  }
  const { mean, deviation } = statistics[size];
  return makeDataset({
    name: options.name ?? (size === 28 ? 'glyphs' : `glyphs-${size}`),
    split,
    images,
    labels,
    shape: [1, size, size],
    numClasses: skeletons.length,
    mean: [mean],
    deviation: [deviation],
  });
}

function drawGlyph(canvas: Canvas, digit: number, rng: Rng, image: Uint8Array): void {
  canvas.ink.fill(0);
  const hands = skeletons[digit];
  drawDigit(canvas, hands[rng.below(hands.length)], rng);
  if (rng.below(2) === 1) drawMark(canvas, rng);
  develop(canvas, rng, image);
}

function drawDigit(canvas: Canvas, skeleton: Skeleton, rng: Rng): void {
  const distortion = drawDistortion(rng, limits);
  const radius = between(rng, pen.thinnest, pen.thickest);
  for (const stroke of skeleton) {
    const path = trace(jittered(stroke, rng));
    distort(path, distortion);
    const start = radius * between(rng, 1 - pen.taper, 1);
    const end = radius * between(rng, 1 - pen.taper, 1);
    draw(canvas, path, start, end, 1);
  }
}

function jittered({ kind, points }: Stroke, rng: Rng): Stroke {
  return {
    kind,
    points: Float64Array.from(points, (p) => p + between(rng, -jitter, jitter)),
  };
}

/** A short bent stroke anywhere in the picture. */
function drawMark(canvas: Canvas, rng: Rng): void {
  const { reach, length, faintest, strongest } = mark;
  const points = [between(rng, -reach, reach), between(rng, -reach, reach)];
  for (let i = 2; i < 6; i++) points.push(points[i - 2] + between(rng, -length, length));
  const radius = between(rng, pen.thinnest, pen.thickest);
  draw(canvas, trace({ kind: 'curve', points }), radius, radius, between(rng, faintest, strongest));
}

/** Draws a path given in the skeleton's units. */
function draw(
  canvas: Canvas,
  path: Float64Array,
  startRadius: number,
  endRadius: number,
  opacity: number,
): void {
  const unit = canvas.size / (2 * halfSide);
  for (let i = 0; i < path.length; i++) path[i] = (path[i] + halfSide) * unit;
  drawPolyline(canvas, path, startRadius * unit, endRadius * unit, opacity);
}

/**
 * Turns ink into bytes: contrast, then noise.
 *
 * A pixel of the small picture gathers the light of four of the large one, so its noise is half.
 */
function develop({ ink, size }: Canvas, rng: Rng, image: Uint8Array): void {
  const background = between(rng, 0, contrast.background);
  const gain = between(rng, contrast.faintest, 255) - background;
  const strength = ((size / 28) * between(rng, noise.least, noise.most)) / byteSumDeviation;
  for (let i = 0; i < ink.length; i++) {
    const value = background + gain * ink[i] + strength * byteSum(rng.uint32());
    image[i] = value < 0 ? 0 : value > 255 ? 255 : Math.floor(value + 0.5);
  }
}

/** The sum of four random bytes less its mean: nearly normal, at the price of one draw. */
function byteSum(bits: number): number {
  return (bits & 255) + ((bits >>> 8) & 255) + ((bits >>> 16) & 255) + (bits >>> 24) - 510;
}

/** sqrt(4 (256^2 - 1) / 12). */
const byteSumDeviation = Math.sqrt(65535 / 3);

function checkOptions({ size, train, test, seed }: GlyphOptions): void {
  if (size !== 28 && size !== 14) {
    throw new UserError(`Glyphs are 28 or 14 pixels wide, but got ${String(size)}.`);
  }
  for (const [split, count] of Object.entries({ train, test })) {
    if (!Number.isSafeInteger(count) || count < 1) {
      throw new UserError(`The ${split} split needs at least one image, but got ${count}.`);
    }
  }
  if (!Number.isSafeInteger(seed)) {
    throw new UserError(`The seed of glyphs must be an integer, but got ${seed}.`);
  }
}
