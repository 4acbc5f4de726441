import type { Rng } from '../../math/rng.js';

/** A random smooth map of the plane: an elastic displacement followed by an affine map. */
export interface Distortion {
  /** x' = a x + b y + dx, y' = c x + d y + dy, as [a, b, c, d, dx, dy]. */
  readonly affine: readonly number[];
  /** Displacement vectors at the nodes of a square grid over [-reach, reach]^2, row by row. */
  readonly nodes: Float64Array;
}

/** How far a distortion may go; every value is drawn uniformly up to these. */
export interface DistortionLimits {
  /** The largest rotation angle theta either way, given as tan(theta / 2). */
  readonly halfTangent: number;
  /** x += shear * y, either way. */
  readonly shear: number;
  readonly width: readonly [number, number];
  readonly height: readonly [number, number];
  readonly shift: number;
  /** The largest displacement of a node of the elastic field, along each axis. */
  readonly elastic: number;
}

const reach = 1.5;
const cells = 4;
const nodesPerSide = cells + 2;

/** A number drawn uniformly from [low, high). */
export function between(rng: Rng, low: number, high: number): number {
  return low + (high - low) * rng.uniform();
}

/**
 * Draws a distortion.
 *
 * The rotation has cos = (1 - t^2) / (1 + t^2) and sin = 2t / (1 + t^2), so that no platform's
 * `Math.sin` has a say in the pixels.
 */
export function drawDistortion(rng: Rng, limits: DistortionLimits): Distortion {
  const t = between(rng, -limits.halfTangent, limits.halfTangent);
  const cos = (1 - t * t) / (1 + t * t);
  const sin = (2 * t) / (1 + t * t);
  const shear = between(rng, -limits.shear, limits.shear);
  const width = between(rng, ...limits.width);
  const height = between(rng, ...limits.height);
  const dx = between(rng, -limits.shift, limits.shift);
  const dy = between(rng, -limits.shift, limits.shift);
  const amplitude = between(rng, 0, limits.elastic);
  const nodes = new Float64Array(2 * nodesPerSide * nodesPerSide);
  for (let i = 0; i < nodes.length; i++) nodes[i] = between(rng, -amplitude, amplitude);
  const affine = [
    cos * width,
    (cos * shear - sin) * height,
    sin * width,
    (sin * shear + cos) * height,
    dx,
    dy,
  ];
  return { affine, nodes };
}

/** Moves the points x0, y0, x1, y1, ... of a path in place. */
export function distort(path: Float64Array, { affine, nodes }: Distortion): void {
  const [a, b, c, d, dx, dy] = affine;
  for (let i = 0; i < path.length; i += 2) {
    const x = path[i] + displacement(nodes, 0, path[i], path[i + 1]);
    const y = path[i + 1] + displacement(nodes, 1, path[i], path[i + 1]);
    path[i] = a * x + b * y + dx;
    path[i + 1] = c * x + d * y + dy;
  }
}

/** The quadratic B-spline through the grid along one axis: continuous with its first derivative. */
function displacement(nodes: Float64Array, axis: 0 | 1, x: number, y: number): number {
  const [column, u] = cellOf(x);
  const [row, v] = cellOf(y);
  let sum = 0;
  for (let j = 0; j < 3; j++) {
    const first = 2 * ((row + j) * nodesPerSide + column) + axis;
    sum +=
      spline(j, v) *
      (spline(0, u) * nodes[first] +
        spline(1, u) * nodes[first + 2] +
        spline(2, u) * nodes[first + 4]);
  }
  return sum;
}

/** The grid cell that a coordinate falls into, and where in it, in [0, 1]. */
function cellOf(coordinate: number): [number, number] {
  const position = Math.min(Math.max(((coordinate + reach) / (2 * reach)) * cells, 0), cells);
  const cell = Math.min(Math.floor(position), cells - 1);
  return [cell, position - cell];
}

/** The three pieces of the uniform quadratic B-spline at t in [0, 1]. */
function spline(piece: number, t: number): number {
  if (piece === 0) return ((1 - t) * (1 - t)) / 2;
  return piece === 1 ? t * (1 - t) + 0.5 : (t * t) / 2;
}
