import { prunelabKernel } from '../../src/kernel/headless/kernelspec.js';

/** The kernel that the repository's notebooks are tested on. */
export const notebookKernel = prunelabKernel;
