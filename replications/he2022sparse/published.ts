/**
 * Accuracies of the paper's LeNet-300-100 on MNIST with 20 % of the labels redrawn, read off the
 * curves of Figure 1 (left) as the authors' repository has it; the error of reading is about 0.002 to
 * 0.004. `round` counts prunings of 20 %.
 */
export const DIGITISED = [
  { round: 0, density: 1, train: 1.0, test: 0.834 },
  { round: 2, density: 0.64, train: 1.0, test: 0.827 },
  { round: 4, density: 0.41, train: 1.0, test: 0.821 },
  { round: 6, density: 0.262, train: 1.0, test: 0.815 },
  { round: 8, density: 0.168, train: 1.0, test: 0.799 },
  { round: 9, density: 0.134, train: 0.999, test: 0.783 },
  { round: 10, density: 0.107, train: 0.951, test: 0.764 },
  { round: 11, density: 0.086, train: 0.91, test: 0.773 },
  { round: 12, density: 0.069, train: 0.868, test: 0.816 },
  { round: 13, density: 0.055, train: 0.839, test: 0.858 },
  { round: 14, density: 0.044, train: 0.822, test: 0.887 },
  { round: 16, density: 0.028, train: 0.805, test: 0.927 },
  { round: 18, density: 0.018, train: 0.799, test: 0.95 },
  { round: 20, density: 0.0115, train: 0.793, test: 0.954 },
  { round: 22, density: 0.0074, train: 0.778, test: 0.945 },
  { round: 23, density: 0.0059, train: 0.765, test: 0.93 },
  { round: 24, density: 0.0047, train: 0.709, test: 0.865 },
] as const;
