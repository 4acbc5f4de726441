import type { Config, TopLevelSpec } from 'vega-lite';
import { UserError } from '../../errors.js';
import { type Layer, panelTitle } from './layers.js';
import { type Column, partition } from '../summarise.js';
import { INK, panelTheme, theme } from '../theme.js';

/** How rows are spread over small panels. */
export interface FacetOptions<C extends string> {
  /** One panel for each of its values. */
  readonly column: C;
  /** Said before each value, for example `Digit`. */
  readonly title?: string;
  /** Panels beside each other; without it, as many as can be read. */
  readonly columns?: number;
  /** The panels to draw, in order; without it, all as they come. */
  readonly order?: readonly string[];
  /** Every panel has axes of its own, where the values are not to be compared. */
  readonly independent?: boolean;
}

/** What every figure may be told. */
export interface FigureOptions<T> {
  readonly facet?: FacetOptions<Column<T>>;
  readonly title?: string;
  /** In pixels, axes and legend included. */
  readonly width?: number;
  /** In pixels, axes and legend included; with `facet`, of one panel without its axes. */
  readonly height?: number;
}

/** The rows of one panel. */
export interface Panel<T> {
  readonly name: string;
  readonly rows: readonly T[];
}

/** The rows of every panel; without a facet, one panel of all rows. Throws where a panel is empty. */
export function panelsOf<T extends object>(
  rows: readonly T[],
  facet: FacetOptions<Column<T>> | undefined,
): Panel<T>[] {
  if (facet === undefined) return [{ name: '', rows }];
  const parts = partition(rows, (row) => String(row[facet.column]));
  return (facet.order ?? [...parts.keys()]).map((name) => {
    const own = parts.get(name);
    if (own !== undefined) return { name, rows: own };
    throw new UserError(
      `There is no row for the panel '${name}': the column '${facet.column}' has ` +
        `${[...parts.keys()].join(', ')}. Leave it out of the facet's order.`,
    );
  });
}

/** The title of a panel. */
export function titleOf({ title }: FacetOptions<string>, name: string): string {
  return title === undefined ? name : `${title} ${name}`;
}

/** What one panel shows. */
export interface Drawing {
  readonly name: string;
  readonly values: readonly object[];
  readonly layer: readonly Layer[];
  readonly view?: Readonly<Record<string, unknown>>;
}

export interface Sheet extends Omit<FigureOptions<never>, 'facet'> {
  readonly description: string;
  readonly facet?: FacetOptions<string>;
  /** Several legends, one below the other. */
  readonly legends?: 'stacked';
  /** Whether there is something between the legends and the only view. */
  readonly crowned?: boolean;
}

function stacked(config: Config): Config {
  const top = { direction: 'vertical', anchor: 'start', margin: 4 };
  return { ...config, legend: { ...config.legend, layout: { top } } } as Config;
}

/** With legends further up. */
function lifted(config: Config): Config {
  return { ...config, legend: { ...config.legend, offset: 30 } };
}

/** The spec of a figure of one view, or with a facet of a grid of panels. */
export function figure(drawings: readonly Drawing[], sheet: Sheet): TopLevelSpec {
  const { description, title, width = 640, height = 380 } = sheet;
  if (sheet.facet !== undefined) return grid(drawings, { ...sheet, facet: sheet.facet });
  const [{ values, layer }] = drawings;
  const config = sheet.legends === 'stacked' ? stacked(theme) : theme;
  return {
    $schema: SCHEMA,
    description,
    ...(title === undefined ? {} : { title }),
    width,
    height,
    autosize: { type: 'fit', contains: 'padding' },
    padding: PADDING,
    config: sheet.crowned === true ? lifted(config) : config,
    data: { values: [...values] },
    layer: [...layer],
  };
}

export const SCHEMA = 'https://vega.github.io/schema/vega-lite/v6.json';
/** Around every figure, in pixels. */
export const PADDING = 8;
/** Room left of a grid for the y axis and its title. */
const LEFT = 66;

/** About how wide each of so many panels, or the only view, is without its axes, in pixels. */
export function plotWidth(count: number, { facet, width = 640 }: FigureOptions<never>): number {
  if (facet === undefined) return width - 2 * PADDING - LEFT;
  return gridOf(count, { facet, width }).width;
}

/** The places and sizes of a grid's panels, in pixels. */
export interface Grid {
  readonly columns: number;
  readonly width: number;
  readonly height: number;
  readonly gap: { readonly column: number; readonly row: number };
}

export function gridOf(count: number, { facet, width = 640, height }: Omit<Sheet, 'description'>) {
  const columns = Math.min(count, facet?.columns ?? (count === 4 ? 2 : count > 9 ? 4 : 3));
  const gap = facet?.independent === true ? { column: 52, row: 52 } : { column: 18, row: 30 };
  const inner = width - 2 * PADDING - LEFT - (columns - 1) * gap.column;
  const panel = Math.floor(inner / columns);
  return { columns, gap, width: panel, height: height ?? panelHeight(panel) } satisfies Grid;
}

function panelHeight(width: number): number {
  return Math.round(Math.min(260, Math.max(105, 0.8 * width)));
}

function grid(
  drawings: readonly Drawing[],
  sheet: Sheet & { readonly facet: FacetOptions<string> },
): TopLevelSpec {
  const { facet, description, title } = sheet;
  const { independent = false } = facet;
  const size = gridOf(drawings.length, sheet);
  const across = size.columns * size.width + (size.columns - 1) * size.gap.column;
  const rows = Math.ceil(drawings.length / size.columns);
  const down = rows * size.height + (rows - 1) * size.gap.row;
  const shared = independent ? 'independent' : 'shared';
  return {
    $schema: SCHEMA,
    description,
    ...(title === undefined
      ? {}
      : { title: { text: title, fontSize: 15, offset: 10, color: INK } }),
    padding: PADDING,
    config: sheet.legends === 'stacked' ? stacked(panelTheme) : panelTheme,
    columns: size.columns,
    spacing: size.gap,
    bounds: 'flush',
    resolve: { scale: { x: shared, y: shared } },
    concat: drawings.map(({ name, values, layer, view = {} }, i) => ({
      width: size.width,
      height: size.height,
      ...view,
      data: { values: [...values] },
      layer: [...panelTitle(titleOf(facet, name), size.width + size.gap.column), ...layer].map(
        (each) =>
          withAxes(each, {
            x: {
              ...(size.width < 200 ? { tickCount: 4 } : {}),
              // One title for all, in the middle of the grid.
              ...(i === (rows - 1) * size.columns ? { titleX: across / 2 } : NO_TITLE),
              ...(independent || i + size.columns >= drawings.length ? {} : { labels: false }),
            },
            y: {
              ...(size.height < 150 ? { tickCount: 4 } : {}),
              ...(i === 0 ? { titleY: down / 2 } : NO_TITLE),
              ...(independent || i % size.columns === 0 ? { minExtent: 28 } : { labels: false }),
            },
          }),
      ),
    })),
  };
}

const NO_TITLE = { title: null };

type Axes = Readonly<Record<'x' | 'y', Readonly<Record<string, unknown>>>>;

/** The layer with more said about its axes, where it has any. */
function withAxes(layer: Layer, axes: Axes): Layer {
  const encoding = { ...layer.encoding } as Record<string, Record<string, unknown> | undefined>;
  for (const channel of ['x', 'y'] as const) {
    const own = encoding[channel];
    if (own === undefined || 'value' in own) continue;
    encoding[channel] = { ...own, axis: { ...(own.axis as object | undefined), ...axes[channel] } };
  }
  return { ...layer, encoding: encoding };
}
