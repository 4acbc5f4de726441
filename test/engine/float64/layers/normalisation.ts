// PyTorch's normalisations of a batch.
import fs from 'node:fs';

export interface Golden {
  readonly what: string;
  readonly shape: readonly number[];
  readonly x: number[];
  readonly weight: number[];
  readonly bias: number[];
  readonly upstream_gradient: number[];
}

export interface BatchNormGolden extends Golden {
  readonly running_mean: number[];
  readonly running_var: number[];
  readonly eval_y: number[];
  readonly eval_grad_x: number[];
  readonly train_y: number[];
  readonly train_grad_x: number[];
  readonly train_grad_weight: number[];
  readonly train_grad_bias: number[];
  readonly running_mean_after_1: number[];
  readonly running_var_after_1: number[];
}

export interface LayerNormGolden extends Golden {
  readonly y: number[];
  readonly grad_x: number[];
  readonly grad_weight: number[];
  readonly grad_bias: number[];
}

const { cases } = JSON.parse(fs.readFileSync('test/fixtures/nn-normalisation.json', 'utf8')) as {
  cases: (BatchNormGolden | LayerNormGolden)[];
};

export const batchNorms = cases.filter((each): each is BatchNormGolden => 'eval_y' in each);
export const layerNorms = cases.filter((each): each is LayerNormGolden => 'y' in each);
