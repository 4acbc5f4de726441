import { advanced } from './advanced.js';
import { basic, shutdown } from './basic.js';
import type { Check } from './check.js';
import { interactive } from './interactive.js';
import { rich } from './rich.js';
import { stricterCells } from './stricter-cells.js';
import { stricterInteraction } from './stricter-interaction.js';
import { stricterMessages } from './stricter-messages.js';

/**
 * The checks of the public list (https://github.com/runtimed/kernel-testbed), by their names there,
 * in words and code of our own; and as tier 5 what we ask beyond it. The last one ends the kernel.
 */
export const checks: readonly Check[] = [
  ...basic,
  ...interactive,
  ...rich,
  ...advanced,
  ...stricterMessages,
  ...stricterCells,
  ...stricterInteraction,
  shutdown,
];
