/** The five methods of the paper, in its order; SynFlow prunes in many rounds, the others in one. */
export const methods = ['random', 'magnitude', 'SNIP', 'GraSP', 'SynFlow'] as const;

/** The methods, and what becomes of two of them with the other's rounds. */
export const allArms = [...methods, 'SNIP, many rounds', 'SynFlow, 1 round'] as const;

export type Arm = (typeof allArms)[number];

/** The settings of an arm; `rounds` is how many many rounds are. */
export function armOf(arm: Arm, rounds: number): { scorer: string; iterations?: number } {
  const scorer = arm.split(',')[0].toLowerCase();
  return takesRounds(arm) ? { scorer, iterations: rounds } : { scorer };
}

/** Whether an arm prunes bit by bit. */
export function takesRounds(arm: Arm): boolean {
  return arm === 'SynFlow' || arm === 'SNIP, many rounds';
}
