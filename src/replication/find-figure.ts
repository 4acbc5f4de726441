import { lookUp } from '../errors.js';
import type { Figure, Replication } from './replication.js';

/** The figure of a replication with this id; throws a `UserError` that names the near ids. */
export function findFigure({ figures }: Replication, id: string): Figure {
  return lookUp('figure', Object.fromEntries(figures.map((figure) => [figure.id, figure])), id);
}
