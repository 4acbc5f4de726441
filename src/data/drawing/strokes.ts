/**
 * One pull of the pen, as control points x0, y0, x1, y1, ... in the square [-1, 1]^2, y downwards.
 *
 * A `line` runs straight from point to point; a `curve` passes smoothly through all of them.
 */
export interface Stroke {
  readonly kind: 'line' | 'curve';
  readonly points: ArrayLike<number>;
}

/** The strokes that write one digit in one hand. */
export type Skeleton = readonly Stroke[];

/** Pieces between two control points. */
const steps = 5;

const line = (points: string): Stroke => ({ kind: 'line', points: hundredths(points) });
const curve = (points: string): Stroke => ({ kind: 'curve', points: hundredths(points) });

/** Points written as `x,y x,y ...` in hundredths. */
function hundredths(points: string): number[] {
  return points.split(/[ ,]/).map((number) => Number(number) / 100);
}

/** The ways in which each digit is written; `skeletons[d]` are the hands for digit d. */
export const skeletons: readonly (readonly Skeleton[])[] = [
  [
    [curve('2,-90 -42,-60 -55,0 -40,62 0,90 42,60 55,0 40,-62 0,-90')],
    [curve('20,-85 -20,-80 -42,-20 -38,50 -5,90 32,60 42,0 30,-60 0,-88')],
    [curve('-15,-82 -50,-30 -50,40 -10,85 40,65 58,0 42,-60 10,-85 -30,-70')],
  ],
  [
    [line('0,-90 0,90')],
    [line('-35,-45 3,-90 3,90')],
    [line('-30,-50 0,-90 0,88'), line('-38,88 38,88')],
  ],
  [
    [curve('-50,-45 -28,-82 15,-88 46,-55 32,-10 -8,38 -50,85'), line('-50,85 55,82')],
    [curve('-45,-60 -10,-90 35,-75 40,-30 5,25 -35,75 -55,60 -30,45 10,72 55,78')],
    [curve('-42,-75 5,-90 42,-60 20,-10 -45,50'), line('-45,50 -50,85 50,85')],
  ],
  [
    [curve('-45,-65 -8,-90 36,-72 36,-32 -8,-5'), curve('-8,-5 40,14 46,60 5,90 -50,65')],
    [line('-42,-85 42,-85 -5,-15'), curve('-5,-15 38,2 48,45 20,84 -20,88 -50,68')],
    [curve('-40,-82 10,-88 42,-60 10,-15 -12,-2 25,5 48,42 20,82 -45,85')],
  ],
  [
    [line('-28,-90 -50,15 52,15'), line('25,-45 20,90')],
    [line('24,90 24,-88 -55,30 55,30')],
    [curve('-42,-85 -48,-30 -20,5 40,-5'), line('45,-85 36,90')],
  ],
  [
    [line('45,-85 -35,-85 -40,-10'), curve('-40,-10 5,-25 43,8 40,60 0,90 -50,70')],
    [curve('42,-82 -8,-86 -42,-55 -25,-15 25,10 42,50 10,88 -45,75')],
    [
      line('-30,-82 -38,-5'),
      curve('-38,-5 10,-18 42,15 35,65 -5,90 -48,78'),
      line('-30,-82 48,-90'),
    ],
  ],
  [
    [curve('35,-85 -12,-60 -42,0 -40,55 -5,90 36,68 38,26 5,6 -36,30')],
    [curve('5,-90 -32,-30 -45,30 -25,80 15,88 40,55 20,20 -15,30 -38,60')],
    [line('-25,-90 -42,35'), curve('-42,35 -30,80 10,90 42,60 30,20 -5,10 -40,40')],
  ],
  [
    [line('-50,-85 50,-85 -12,90')],
    [line('-48,-85 48,-85 -8,90'), line('-28,2 40,2')],
    [line('-50,-55 -48,-82 45,-85'), curve('45,-85 18,-25 2,30 -5,90')],
  ],
  [
    [curve('40,-62 5,-90 -36,-66 -22,-22 22,10 42,50 2,90 -42,50 -22,10 20,-20 40,-62')],
    [curve('5,-6 -34,-40 0,-88 35,-45 -5,-6'), curve('-5,-6 -44,42 0,90 44,42 5,-6')],
    [curve('30,-85 -20,-82 -35,-50 0,-10 38,35 20,82 -25,82 -36,40 0,-5 40,-50 38,-80')],
  ],
  [
    [curve('38,-45 10,-90 -35,-70 -38,-28 -5,-4 30,-22 40,-50'), line('40,-60 30,90')],
    [curve('40,-55 0,-90 -42,-50 -15,-5 25,-20 42,-60'), curve('42,-60 42,10 15,72 -40,85')],
    [curve('35,-70 -10,-88 -40,-50 -20,-12 20,-25 36,-70 30,0 2,90')],
  ],
];

/** Weights of the points before, from, to and after at t = k / steps, k = 1 ... steps. */
function basisTable(basis: (t: number) => number[]): Float64Array {
  return Float64Array.from(Array.from({ length: steps }, (_, k) => basis((k + 1) / steps)).flat());
}

const bases: Readonly<Record<Stroke['kind'], Float64Array>> = {
  line: basisTable((t) => [0, 1 - t, t, 0]),
  // Uniform Catmull-Rom, its end points doubled.
  curve: basisTable((t) => [
    (t * (t * (2 - t) - 1)) / 2,
    (t * t * (3 * t - 5) + 2) / 2,
    (t * (t * (4 - 3 * t) + 1)) / 2,
    (t * t * (t - 1)) / 2,
  ]),
};

/** The polyline x0, y0, x1, y1, ... of a stroke, fine enough to be bent. */
export function trace({ kind, points }: Stroke): Float64Array {
  const basis = bases[kind];
  const last = points.length - 2;
  const path = new Float64Array(2 + last * steps);
  path[0] = points[0];
  path[1] = points[1];
  let out = 2;
  for (let to = 2; to <= last; to += 2) {
    const from = to - 2;
    const before = Math.max(from - 2, 0);
    const after = Math.min(to + 2, last);
    for (let k = 0; k < basis.length; k += 4) {
      for (let axis = 0; axis < 2; axis++) {
        path[out++] =
          basis[k] * points[before + axis] +
          basis[k + 1] * points[from + axis] +
          basis[k + 2] * points[to + axis] +
          basis[k + 3] * points[after + axis];
      }
    }
  }
  return path;
}
