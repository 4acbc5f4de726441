/** What is called how in rows, figures and claims: a scorer and its rounds. */
export const arms = {
  random: { scorer: 'random' },
  magnitude: { scorer: 'magnitude' },
  SNIP: { scorer: 'snip' },
  GraSP: { scorer: 'grasp' },
  SynFlow: { scorer: 'synflow', iterations: 100 },
  'SNIP, 100 rounds': { scorer: 'snip', iterations: 100 },
  'SynFlow, 1 round': { scorer: 'synflow' },
} as const;

export type Arm = keyof typeof arms;

/** The five methods of the paper, in its order. */
export const methods = ['random', 'magnitude', 'SNIP', 'GraSP', 'SynFlow'] as const;

/** The methods it is compared with, and what becomes of two of them with the other's rounds. */
export const allArms = Object.keys(arms) as Arm[];
