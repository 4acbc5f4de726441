import type { Replication } from '../../src/index.js';
import { claims } from './claims/index.js';
import { deviations } from './deviations.js';
import { figures } from './figures.js';
import { presets } from './presets.js';

/** SNIP: pruning in one shot, by connection sensitivity; claims 1, 2 and 4 to 7. */
export const lee2019snip: Replication = {
  paper: {
    key: 'lee2019snip',
    title: 'SNIP: Single-shot Network Pruning based on Connection Sensitivity',
    authors: ['Namhoon Lee', 'Thalaiyasingam Ajanthan', 'Philip H. S. Torr'],
    venue: 'ICLR',
    year: 2019,
    url: 'https://arxiv.org/abs/1810.02340',
  },
  presets,
  claims,
  figures,
  deviations,
  discussion: {
    scope:
      'What the paper claims on MNIST: nets pruned once, before training, lose little at extreme sparsity, LeNet-300-100 (1a to 1c) and LeNet-5-Caffe (2a, 2b); more examples to score by give better masks (4a, 4b); a recurrent net needs weights drawn by variance scaling, LeNet-300-100 does not (5a, 5b); a mask scored on one digit shows that digit (6a, 6b); and a net pruned by 99 % cannot fit random labels, but can fit true ones (7a, 7b). Two claims are ours: that SNIP beats random pruning (1d), without which the others say little, and that newly drawn weights do as well under its mask (1e), as the authors’ code has it and critics found later. The nets for CIFAR-10 are not tested.',
    methodology:
      'Every seed draws its own weights, data order and scoring examples; all arms of a seed share them, and each effect is a paired difference within the seed. “Little loss” is judged by non-inferiority, “the same” by equivalence (TOST), both against margins fixed in advance: 0.5 percentage points of error, and more only where the paper itself reports a loss (1.5 at 98 % for LeNet-300-100, 1 at 99 % for LeNet-5-Caffe). Trends over batch sizes are judged by slopes per decade with Page’s exact test, differences by Student’s t interval with the exact sign-flip test, and the maps of claim 6b by permuting digits within every seed. All p-values are corrected over the claims by Holm’s method. Protocol, margins and minimum effects were fixed after looking at two pilot seeds (1001 and 1002 on MNIST; 1 to 4 on the generated digits), which are not among the confirming seeds.',
    whatWasEasy:
      'One gradient gives the whole mask: SNIP takes a few lines and milliseconds, and nets as sparse as its masks train so fast that most studies cost less than the dense nets they are compared with.',
    whatWasDifficult:
      'The paper and the published code differ in learning rate, momentum, training length, biases and in which weights are trained after pruning; the width of the normal draw in Table 3 is in neither. With the paper’s learning rate and momentum, LeNet-5-Caffe diverges. On the pilot seeds a normal draw of deviation 1 spoilt both nets of Table 3 and one of 0.1 neither; one of 0.3 spoilt LeNet-300-100 and not the GRU. No draw that we tried did what the paper’s does.',
    communication: 'None.',
  },
};
