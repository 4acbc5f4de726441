import type { NumbersTable, Row } from '../../src/index.js';
import { descents, ladderOf, netsIn, roundOf, type Selection } from './nets.js';

/** Ladders by what they are called. */
const LADDERS: Readonly<Record<string, Selection>> = {
  'ticket, half of the labels redrawn': {},
  'ticket, a tenth redrawn': { study: 'less noise' },
  'ticket, clean labels': { study: 'clean' },
  'new weights under the ticket’s mask': { arm: 'reinit' },
  gradient: { arm: 'gradient' },
  random: { arm: 'random' },
  'fine-tuned': { arm: 'fine-tuned' },
  scratch: { arm: 'scratch' },
  'ticket, 28 × 28 pixels': { study: 'large' },
  'convolutions, ticket': { study: 'pictures' },
  'convolutions, learning-rate rewinding': { study: 'pictures', arm: 'learning-rate rewinding' },
};

/** `8 to 10`: smallest and largest of what was found, a dash for nothing. */
function range(rounds: readonly number[]): string {
  const found = rounds.filter(Number.isFinite);
  if (found.length === 0) return '–';
  const [low, high] = [Math.min(...found), Math.max(...found)];
  return low === high ? String(low) : `${low} to ${high}`;
}

function lines(rows: readonly Row[]): string[][] {
  const nets = netsIn(rows);
  return Object.entries(LADDERS).map(([name, selection]) => {
    const found = descents(ladderOf(nets, selection));
    const roundsAt = (place: 'threshold' | 'critical' | 'sweet'): string =>
      range(found.map((descent) => roundOf(descent, descent[place])));
    const descending = found.filter(({ hasDoubleDescent }) => hasDoubleDescent).length;
    return [
      name,
      `${descending} of ${found.length}`,
      roundsAt('threshold'),
      roundsAt('critical'),
      roundsAt('sweet'),
    ];
  });
}

/** Where the rule finds the phases, over all arms. */
export const tables: readonly NumbersTable[] = [
  {
    id: 'places',
    title: 'Where the dips and the second maxima are, in rounds of 20 %',
    caption:
      'Smallest to largest over the seeds, by the rule. Threshold: the first net that fits less than 99 % of its training labels. Ladders are coarse: places are known to a step of each ladder. A dip of a point counts, so a chance dip can count, too.',
    source: 'Figures 1 to 5, 10',
    columns: ['Arm', 'Double descent in', 'Threshold', 'Dip', 'Second maximum'],
    lines,
  },
];
