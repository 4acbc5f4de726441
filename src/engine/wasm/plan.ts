import type { Kernels } from './kernels.js';
import type { Layout, PlannedLayer } from './layout.js';

/** The passes of a network as kernel calls with fixed addresses; `lanes` is a multiple of 4. */
export interface Plan {
  /** From the input to the logits. */
  forward(lanes: number): void;
  /** Loss and gradient of the logits of the first `count` lanes. */
  loss(count: number): void;
  /** From the gradient of the logits to the gradients of all parameters. */
  backward(lanes: number): void;
}

type Pass = (lanes: number) => void;

/** Binds the kernels to a layout. */
export function createPlan(kernels: Kernels, layout: Layout): Plan {
  const { stride, input, rectifyInput, layers, labels, result } = layout;
  const logits = layers[layers.length - 1].output;
  const forward = layers.map((layer) =>
    layer.sparse === undefined
      ? denseForward(kernels, layout, layer)
      : sparseForward(kernels, layout, layer),
  );
  const backward = layers
    .map((layer) =>
      layer.sparse === undefined
        ? denseBackward(kernels, layout, layer)
        : sparseBackward(kernels, layout, layer),
    )
    .reverse();
  return {
    forward: (lanes) => {
      if (rectifyInput) kernels.relu(input.features, input.values, stride, lanes);
      for (const pass of forward) pass(lanes);
    },
    loss: (count) =>
      kernels.softmaxCrossEntropy(
        logits.features,
        logits.values,
        labels,
        count,
        stride,
        logits.gradient,
        result,
      ),
    backward: (lanes) => {
      for (const pass of backward) pass(lanes);
    },
  };
}

/** Y = max(0, W X + b). */
function denseForward(
  kernels: Kernels,
  { stride, gemmScratch }: Layout,
  { input, output, rectify, weight, bias }: PlannedLayer,
): Pass {
  const units = output.features;
  const inputs = input.features;
  return (lanes) => {
    kernels.gemm(
      false,
      false,
      units,
      lanes,
      inputs,
      weight.values,
      inputs * 4,
      input.values,
      stride,
      output.values,
      stride,
      gemmScratch,
    );
    kernels.addBias(units, bias.values, output.values, stride, lanes, rectify);
  };
}

/** dW = dY X^T and dX = W^T dY, where dY is first stopped by the ReLU. */
function denseBackward(kernels: Kernels, layout: Layout, layer: PlannedLayer): Pass {
  const { stride, gemmScratch } = layout;
  const { input, output, weight } = layer;
  const units = output.features;
  const inputs = input.features;
  const biasPass = biasBackward(kernels, layout, layer);
  return (lanes) => {
    biasPass(lanes);
    kernels.gemm(
      false,
      true,
      units,
      inputs,
      lanes,
      output.gradient,
      stride,
      input.values,
      stride,
      weight.gradient,
      inputs * 4,
      gemmScratch,
    );
    if (input.gradient === 0) return;
    kernels.gemm(
      true,
      false,
      inputs,
      lanes,
      units,
      weight.values,
      inputs * 4,
      output.gradient,
      stride,
      input.gradient,
      stride,
      gemmScratch,
    );
  };
}

function biasBackward(
  kernels: Kernels,
  { stride }: Layout,
  { output, rectify, bias }: PlannedLayer,
): Pass {
  return (lanes) =>
    kernels.biasGradient(
      output.features,
      output.values,
      output.gradient,
      stride,
      lanes,
      rectify,
      bias.gradient,
    );
}

function sparseForward(
  kernels: Kernels,
  { stride }: Layout,
  { input, output, rectify, weight, bias, sparse }: PlannedLayer,
): Pass {
  const { starts, offsets } = sparse!;
  return (lanes) =>
    kernels.sparseMultiply(
      output.features,
      starts,
      offsets,
      weight.values,
      bias.values,
      input.values,
      output.values,
      stride,
      lanes,
      rectify,
    );
}

/** As `denseBackward`, at the surviving weights only; W^T is W with its values in column order. */
function sparseBackward(kernels: Kernels, layout: Layout, layer: PlannedLayer): Pass {
  const { stride, partialSums } = layout;
  const { input, output, weight } = layer;
  const sparse = layer.sparse!;
  const biasPass = biasBackward(kernels, layout, layer);
  return (lanes) => {
    biasPass(lanes);
    kernels.sparseWeightGradient(
      output.features,
      sparse.entries,
      sparse.starts,
      sparse.offsets,
      input.values,
      output.gradient,
      stride,
      lanes,
      partialSums,
      weight.gradient,
    );
    if (input.gradient === 0) return;
    kernels.permute(sparse.entries, weight.values, sparse.order, sparse.transposedValues);
    kernels.sparseMultiply(
      input.features,
      sparse.transposedStarts,
      sparse.transposedOffsets,
      sparse.transposedValues,
      0,
      output.gradient,
      input.gradient,
      stride,
      lanes,
      false,
    );
  };
}
