import { type Claim } from '../../../src/index.js';
import { ladderOf, netsIn } from '../nets.js';
import { thereIsDescent } from './descent.js';
import { LEVELS } from './levels.js';

/** The first claims on convolutions. */
export const pictureClaims: readonly Claim[] = [
  {
    id: '9a-convolutions',
    statement: 'Double descent is there for a small convolutional net on CIFAR-10.',
    source: 'Figure 1 (middle)',
    kind: 'ordering',
    paperValue: 'digitised (ResNet-18): 0.832 dense, 0.780 at 1.8 %, 0.877 at 0.5 %, then 0.861',
    minimumEffect: 1,
    unit: 'pp',
    check(rows) {
      const ladder = ladderOf(netsIn(rows), { study: 'pictures' });
      return thereIsDescent(ladder, LEVELS.pictures, this.minimumEffect);
    },
  },
  {
    id: '9b-convolutions-rewinding',
    statement: 'The same when survivors keep their weights and the learning rate starts over.',
    source: 'Figure 3',
    kind: 'ordering',
    paperValue: 'in curves',
    minimumEffect: 1,
    unit: 'pp',
    check(rows) {
      const rewound = ladderOf(netsIn(rows), {
        study: 'pictures',
        arm: 'learning-rate rewinding',
      });
      return thereIsDescent(rewound, LEVELS.rewinding, this.minimumEffect);
    },
  },
];
