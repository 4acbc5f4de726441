import type { Loss } from '../loss.js';
import type { Kernels, Pointer } from './kernels.js';
import type { Workshop } from './operator.js';
import { reserveTable } from './memory/stored-parameter.js';
import { rowStride } from './memory/tensor.js';

/** The codes of `outputLoss` in assembly/loss-outputs.ts. */
const OUTPUT_LOSS_CODES = { meanSquaredError: 0, huber: 1, binaryCrossEntropy: 2 } as const;

/** Memory of a loss's own. */
export interface LossMemory {
  /** Of the classes, one float each; 0 if all weigh the same. */
  readonly classWeights: Pointer;
  /**
   * [outputs][stride / 4], what the outputs are compared with, to be filled before `run` by the feed
   * or by `fillTargets`; 0 if the loss looks at labels only.
   */
  readonly targets: Pointer;
}

/** What a loss works on: rows of `rowStride(batchSize)` bytes. */
export interface LossPlaces extends LossMemory {
  readonly outputs: number;
  readonly stride: number;
  readonly logits: Pointer;
  /** 32-bit integers, one per example. */
  readonly labels: Pointer;
  /** Where the gradient of the mean loss goes, zero in unused lanes. */
  readonly gradient: Pointer;
  /** Two doubles: the mean loss times the number of examples, and the number of right answers. */
  readonly result: Pointer;
}

/** A loss bound to its places. */
export interface BoundLoss {
  /** Sets the targets to the one-hot labels, for data that have no targets. */
  readonly fillTargets: (count: number) => void;
  /** Computes result and gradient from the logits of `count` examples. */
  readonly run: (count: number) => void;
}

/** Reserves what a loss over `outputs` outputs needs. */
export function reserveLoss(
  workshop: Pick<Workshop, 'arena' | 'tables' | 'batchSize'>,
  loss: Loss,
  outputs: number,
): LossMemory {
  const weights = loss.kind === 'crossEntropy' ? loss.classWeights : undefined;
  const words = weights && new Uint32Array(Float32Array.from(weights).buffer);
  const bytes = outputs * rowStride(workshop.batchSize);
  return {
    classWeights: words === undefined ? 0 : reserveTable(workshop, 'class weights', words),
    targets: comparesOutputs(loss) ? workshop.arena.reserve('targets', bytes) : 0,
  };
}

/** Whether the loss compares every output with a target. */
export function comparesOutputs(
  loss: Loss,
): loss is Extract<Loss, { kind: keyof typeof OUTPUT_LOSS_CODES }> {
  return Object.hasOwn(OUTPUT_LOSS_CODES, loss.kind);
}

/** Binds the kernels of a loss to its places. */
export function createLoss(kernels: Kernels, loss: Loss, places: LossPlaces): BoundLoss {
  const { outputs, stride, logits, labels, targets, gradient, result } = places;
  const fillTargets = (count: number): void => {
    if (targets !== 0) kernels.oneHot(outputs, labels, count, stride, targets);
  };
  if (isPlain(loss)) {
    const run = (count: number): void => {
      kernels.softmaxCrossEntropy(outputs, logits, labels, count, stride, gradient, result);
    };
    return { fillTargets, run };
  }
  const compute = lossKernel(kernels, loss, places);
  const run = (count: number): void => {
    compute(count);
    kernels.countRight(outputs, logits, labels, count, stride, result + 8);
  };
  return { fillTargets, run };
}

function isPlain(loss: Loss): boolean {
  return (
    loss.kind === 'crossEntropy' && loss.labelSmoothing === 0 && loss.classWeights === undefined
  );
}

/** Computes loss and gradient, but does not count right answers. */
function lossKernel(
  kernels: Kernels,
  loss: Loss,
  { outputs, stride, logits, labels, targets, classWeights, gradient, result }: LossPlaces,
): (count: number) => void {
  if (loss.kind === 'crossEntropy') {
    const { labelSmoothing } = loss;
    return (count) => {
      kernels.weightedCrossEntropy(
        outputs,
        logits,
        labels,
        count,
        stride,
        labelSmoothing,
        classWeights,
        gradient,
        result,
      );
    };
  }
  if (loss.kind === 'multiMargin') {
    return (count) => {
      kernels.multiMargin(outputs, logits, labels, count, stride, gradient, result);
    };
  }
  const code = OUTPUT_LOSS_CODES[loss.kind];
  const delta = loss.kind === 'huber' ? loss.delta : 0;
  return (count) => {
    kernels.outputLoss(code, delta, outputs, logits, targets, count, stride, gradient, result);
  };
}
