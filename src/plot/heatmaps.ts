import type { TopLevelSpec } from 'vega-lite';
import { UserError } from '../errors.js';
import { type FacetOptions, PADDING, panelsOf, SCHEMA, titleOf } from './parts/figure.js';
import { panelTitle } from './parts/layers.js';
import { extentOf, numbersOf } from './parts/samples.js';
import type { Column } from './summarise.js';
import { INK, panelTheme, QUANTITY } from './theme.js';

export interface HeatmapsOptions<T> {
  /** The column of a map's values, row by row from its upper left corner. */
  readonly value: Column<T>;
  /** What the values are, for the legend. */
  readonly title: string;
  /** The size of every map, for example 28 by 28. */
  readonly rows: number;
  readonly columns: number;
  /** One map for each value of a column. */
  readonly facet?: FacetOptions<Column<T>>;
  /** The value of the darkest colour; without it, the largest there is. */
  readonly max?: number;
  /** In pixels, of the whole figure. */
  readonly width?: number;
}

/** The space between maps, and the widest map, in pixels. */
const [GAP, WIDEST] = [14, 280];

/**
 * One small map for each panel, such as the kept connections of every input pixel for each class.
 *
 * White is zero. A map is one list of numbers, or several rows of numbers in reading order.
 */
export function heatmaps<T extends object>(
  rows: readonly T[],
  options: HeatmapsOptions<T>,
): TopLevelSpec {
  const { value, title, facet, width = 640 } = options;
  const maps = panelsOf(rows, facet).map(({ name, rows: own }) => ({
    name: facet === undefined ? '' : titleOf(facet, name),
    values: mapOf(numbersOf(own, value), name, options),
  }));
  const across = Math.min(maps.length, facet?.columns ?? 5);
  const room = (width - 2 * PADDING - (across - 1) * GAP) / across;
  // Whole pixels, so that no seams show between the cells.
  const cell = Math.max(1, Math.floor(Math.min(room, WIDEST) / options.columns));
  const max = options.max ?? Math.max(...maps.map(({ values }) => extentOf(values)[1]));
  const encoding = {
    x: { field: 'x', type: 'quantitative', axis: null, scale: edges(options.columns) },
    x2: { field: 'x2' },
    y: { field: 'y', type: 'quantitative', axis: null, scale: edges(options.rows, true) },
    y2: { field: 'y2' },
    color: { field: 'value', type: 'quantitative', title, scale: shades(max), legend: LEGEND },
  } as const;
  return {
    $schema: SCHEMA,
    description: `${title}: ${maps.length} maps of ${options.rows} by ${options.columns}.`,
    padding: PADDING,
    config: panelTheme,
    columns: across,
    spacing: { column: GAP, row: facet === undefined ? GAP : GAP + 16 },
    bounds: 'flush',
    concat: maps.map(({ name, values }) => ({
      width: cell * options.columns,
      height: cell * options.rows,
      view: { stroke: '#bbbbbb' },
      data: { values: runs(values, options.columns) },
      layer: [
        // Thousands of cells are not read out one by one.
        { mark: { type: 'rect', aria: false }, encoding },
        ...(name === '' ? [] : panelTitle(name, cell * options.columns)),
      ],
    })),
  } as TopLevelSpec;
}

/** Checks that a map has as many values as cells, and none below zero. */
function mapOf<T>(
  values: readonly number[],
  name: string,
  { rows, columns, value }: HeatmapsOptions<T>,
): readonly number[] {
  const which = name === '' ? 'The map' : `The map of '${name}'`;
  if (values.length !== rows * columns) {
    throw new UserError(
      `${which} needs ${rows} x ${columns} = ${rows * columns} numbers in the column '${value}', ` +
        `but has ${values.length}. Give one list, or as many rows as there are cells.`,
    );
  }
  const [smallest] = extentOf(values);
  if (smallest >= 0) return values;
  throw new UserError(
    `${which} has ${smallest} in the column '${value}', but its colours begin at zero. ` +
      `Draw amounts, such as counts or absolute values.`,
  );
}

const edges = (count: number, reverse = false) =>
  ({ type: 'linear', domain: [0, count], nice: false, zero: false, reverse }) as const;

const shades = (max: number) =>
  ({
    type: 'linear',
    domain: [0, max],
    range: [...QUANTITY],
    interpolate: 'rgb',
    clamp: true,
  }) as const;

const LEGEND = {
  orient: 'top',
  direction: 'horizontal',
  titleOrient: 'left',
  titleLimit: 420,
  titleFontSize: 13,
  titleFontWeight: 500,
  titleColor: INK,
  gradientLength: 180,
  gradientThickness: 12,
  gradientStrokeColor: '#bbbbbb',
  gradientStrokeWidth: 0.5,
  labelFontSize: 12,
  tickCount: 4,
} as const;

/** Rectangles of equal neighbours in a row; cells of zero are left out, as white paper. */
function runs(values: readonly number[], columns: number): object[] {
  const found: { x: number; x2: number; y: number; y2: number; value: number }[] = [];
  values.forEach((value, i) => {
    if (value === 0) return;
    const [x, y] = [i % columns, Math.floor(i / columns)];
    const last = found.at(-1);
    if (last?.y === y && last.x2 === x && last.value === value) last.x2 = x + 1;
    else found.push({ x, x2: x + 1, y, y2: y + 1, value });
  });
  return found;
}
