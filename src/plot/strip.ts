import type { TopLevelSpec } from 'vega-lite';
import { UserError } from '../errors.js';
import { type AxisOptions, axisOf, type AxisScale, rulerOf } from './axis.js';
import { type Drawing, figure, type FigureOptions, gridOf, panelsOf } from './parts/figure.js';
import { armScale, labelledIn, type Layer, type ReferenceLevel, level } from './parts/layers.js';
import { labelsByValue, powerLabel } from './parts/powers.js';
import { type Column, finite, partition, perUnit, spread } from './summarise.js';

export interface StripOptions<T> extends FigureOptions<T> {
  readonly x: {
    readonly column: Column<T>;
    readonly title: string;
    /** `category` puts the values beside each other at equal distances, in the order they come. */
    readonly scale?: 'category' | Exclude<AxisScale, 'symlog'>;
    /** The categories to draw, in order. */
    readonly order?: readonly (string | number)[];
  };
  /** On a logarithmic axis, means and intervals are those of the logarithms. */
  readonly y: AxisOptions<Column<T>>;
  /** Arms, drawn side by side at every x. */
  readonly group?: Column<T>;
  /** The groups to draw, in the order that fixes their colours. */
  readonly order?: readonly string[];
  /** One dot for each of its values, such as the seed; without it, one for each row. */
  readonly unit?: Column<T>;
  /** Levels drawn across the figure, for example the dense net's mean. */
  readonly reference?: ReferenceLevel | readonly ReferenceLevel[];
}

/** Every seed as a dot, and before them the mean of each arm with its 95 % t interval. */
export function strip<T extends object>(
  rows: readonly T[],
  options: StripOptions<T>,
): TopLevelSpec {
  const { x, y, group, facet } = options;
  const nameOf = (row: T): string => (group === undefined ? '' : String(row[group]));
  const order = options.order ?? [...new Set(rows.map(nameOf))];
  const places = placesOf(rows, options);
  const panels = panelsOf(rows, facet).map(({ name, rows: all }) => ({
    name,
    rows: all.filter((row) => order.includes(nameOf(row)) && places.has(String(row[x.column]))),
  }));
  const drawn = panels.flatMap((panel) => panel.rows);
  if (drawn.length === 0) {
    throw new UserError(
      `There is nothing to draw: no row is one of ${order.join(', ')} at one of the places ` +
        `${[...places.keys()].join(', ')}.`,
    );
  }
  const arms = order.filter((arm) => drawn.some((row) => nameOf(row) === arm));
  const slot = slotOf([...places.values()]);
  const lane = (0.8 * slot) / arms.length;
  const laneOf = (arm: string): number => (arms.indexOf(arm) - (arms.length - 1) / 2) * lane;
  const marksOf = (own: readonly T[]): Marks[] =>
    [...partition(own, nameOf)].flatMap(([arm, members]) =>
      [...partition(members, (row) => String(row[x.column]))].map(([at, same]) =>
        marksAt(perUnit(same, y.column, options.unit), {
          group: arm,
          at,
          x: places.get(at)! + laneOf(arm),
          lane,
          geometric: y.scale === 'log' || y.scale === 'powers',
        }),
      ),
    );
  const marks = panels.map((panel) => ({ name: panel.name, all: marksOf(panel.rows) }));
  const axes = {
    x: placeAxis(places, slot, options, panels.length),
    y: axisOf(
      y,
      marks.flatMap(({ all }) => all.flatMap(({ dots }) => dots.map((dot) => dot.y))),
    ),
  };
  const drawings = marks.map(({ name, all }): Drawing => {
    const levels = labelledIn([options.reference ?? []].flat(), name, panels[0].name);
    const layer = [
      ...levels.flatMap((each) => level(each, facet !== undefined)),
      ...layersOf(all, { arms, order, axes, options }),
    ];
    return { name, values: all.flatMap(({ dots }) => dots), layer };
  });
  const description = `${y.title} by ${x.title}, one dot for each ${options.unit ?? 'row'}.`;
  return figure(drawings, { ...options, description });
}

/** Where each value of x stands on the axis, by its name. */
function placesOf<T extends object>(
  rows: readonly T[],
  { x: { column, scale = 'category', order } }: StripOptions<T>,
): ReadonlyMap<string, number> {
  if (scale === 'category') {
    const names = order?.map(String) ?? [...new Set(rows.map((row) => String(row[column])))];
    return new Map(names.map((name, i) => [name, i]));
  }
  const values = [...new Set(rows.map((row) => finite(row, column)))].sort((a, b) => a - b);
  if (scale !== 'linear' && values[0] <= 0) {
    throw new UserError(
      `A logarithmic axis needs values above 0, but '${column}' has ${values[0]}. ` +
        `Use 'category' or a linear one.`,
    );
  }
  const ruler = rulerOf(scale, values);
  const kept = order === undefined ? values : values.filter((value) => order.includes(value));
  return new Map(kept.map((value) => [String(value), ruler.to(value)]));
}

/** The room of one place: the smallest distance between two. */
function slotOf(places: readonly number[]): number {
  const sorted = [...places].sort((a, b) => a - b);
  if (sorted.length === 1) return 1;
  return Math.min(...sorted.slice(1).map((place, i) => place - sorted[i]));
}

interface Marks {
  readonly dots: readonly { readonly group: string; readonly at: string; x: number; y: number }[];
  readonly mean: object;
}

interface Lane {
  readonly group: string;
  /** The value of x. */
  readonly at: string;
  /** The middle of the lane. */
  readonly x: number;
  readonly lane: number;
  readonly geometric: boolean;
}

/** The dots of one arm at one place, spread over its lane in the order of the seeds. */
function marksAt(values: readonly number[], { group, at, x, lane, geometric }: Lane): Marks {
  const last = values.length - 1;
  const dots = values.map((y, i) => ({
    group,
    at,
    x: last === 0 ? x : x + 0.64 * lane * (i / last - 0.5),
    y,
  }));
  return { dots, mean: { group, at, x, ...spread(values, geometric) } };
}

function placeAxis<T>(
  places: ReadonlyMap<string, number>,
  slot: number,
  options: StripOptions<T>,
  panels: number,
) {
  const { x, facet, width = 640 } = options;
  const at = [...places.values()];
  const [low, high] = [Math.min(...at) - slot / 2, Math.max(...at) + slot / 2];
  const names = new Map(
    [...places].map(([name, place]) => [
      place,
      x.scale === undefined || x.scale === 'category' ? name : powerLabel(Number(name)),
    ]),
  );
  const room = facet === undefined ? width - 90 : gridOf(panels, options).width;
  const widest = Math.max(...[...names.values()].map((name) => 6.8 * name.length + 6));
  const upright = widest <= (room * slot) / (high - low);
  return {
    field: 'x',
    type: 'quantitative' as const,
    title: x.title,
    scale: { type: 'linear' as const, domain: [low, high], nice: false, zero: false },
    axis: {
      values: at,
      labelExpr: labelsByValue(names),
      grid: false,
      labelFlush: false,
      labelOverlap: false,
      labelLimit: 320,
      ...(upright ? {} : { labelAngle: -35 }),
    },
  };
}

interface Context<T> {
  readonly arms: readonly string[];
  readonly order: readonly string[];
  readonly axes: {
    readonly x: ReturnType<typeof placeAxis>;
    readonly y: ReturnType<typeof axisOf>;
  };
  readonly options: StripOptions<T>;
}

/** Dots behind, then intervals and means. */
function layersOf<T>(
  marks: readonly Marks[],
  { arms, order, axes, options: { facet, width } }: Context<T>,
): Layer[] {
  const shared = { x: axes.x, color: armScale(arms, order, 'colour', width) };
  const yOf = (field: string) => ({ field, type: 'quantitative' as const, ...axes.y });
  const data = { values: marks.map(({ mean }) => mean) };
  const [small, large] = facet === undefined ? [22, 80] : [12, 40];
  return [
    {
      mark: { type: 'circle', size: small, opacity: 0.5, aria: false },
      encoding: { ...shared, y: yOf('y') },
    },
    {
      data,
      mark: { type: 'rule', strokeWidth: 2 },
      encoding: { ...shared, y: yOf('low'), y2: { field: 'high' } },
    },
    {
      data,
      mark: { type: 'point', filled: true, size: large, opacity: 1 },
      encoding: { ...shared, y: yOf('mean'), shape: armScale(arms, order, 'shape', width) },
    },
  ];
}
