import type { Config, TopLevelSpec } from 'vega-lite';
import { unknownName, UserError } from '../../errors.js';
import { armStyles, INK, theme } from '../../plot/theme.js';
import type { ShowOptions } from '../send.js';
import { rowObjects, type Rows } from './table.js';

/** A column's name, an aggregate such as `mean(loss)` or `count()`, or Vega-Lite's own description. */
export type Channel = string | Readonly<Record<string, unknown>>;

export interface PlotOptions extends ShowOptions {
  readonly x?: Channel;
  readonly y?: Channel;
  /** One colour, and for lines one line, for each value. */
  readonly color?: Channel;
  readonly shape?: Channel;
  readonly size?: Channel;
  readonly opacity?: Channel;
  readonly text?: Channel;
  /** Side by side, one picture for each value. */
  readonly column?: Channel;
  /** One above the other. */
  readonly row?: Channel;
  /** A line over numbers and dates and a bar over names, if not given. */
  readonly mark?: string | Readonly<Record<string, unknown>>;
  readonly title?: string;
  /** In pixels, of the area inside the axes. */
  readonly width?: number;
  readonly height?: number;
}

const channels = [
  'x',
  'y',
  'color',
  'shape',
  'size',
  'opacity',
  'text',
  'column',
  'row',
] as const satisfies readonly (keyof PlotOptions)[];

type Definition = Readonly<Record<string, unknown>>;

/** The colours of our figures, in their order, which tell arms apart for the colour-blind too. */
const category = [...armStyles(['1', '2', '3', '4', '5', '6', '7']).values()].map(
  ({ colour }) => colour,
);

/** Fonts, sizes and colours of plots. */
export const plotTheme: Config = {
  ...theme,
  legend: {
    ...theme.legend,
    symbolStrokeWidth: 2,
    titleColor: INK,
    titleFontSize: 13,
    titleFontWeight: 500,
  },
  mark: { color: category[0] },
  range: { category },
};

/** About how wide a letter of an axis is, in pixels. */
const LETTER = 7;
/** The widest column of a bar chart, in pixels. */
const WIDEST = 90;

/** The Vega-Lite spec that `plot` draws for rows. Throws a `UserError` for an unknown column. */
export function plotSpec(rows: Rows, options: PlotOptions): TopLevelSpec {
  const values = rowObjects(rows);
  if (values.length === 0) throw new UserError('There is nothing to plot: the list has no rows.');
  const encoding: Partial<Record<(typeof channels)[number], Definition>> = {};
  for (const channel of channels) {
    const given = options[channel];
    if (given !== undefined) encoding[channel] = definition(given, values);
  }
  if (encoding.x === undefined && encoding.y === undefined) {
    throw new UserError("Say what to plot: plot(rows, { x: 'epoch', y: 'loss' }).");
  }
  const { title, height = 280 } = options;
  const across = namesAcross(encoding.x, values);
  if (across !== undefined) encoding.x = { ...encoding.x, axis: { labelAngle: across.angle } };
  const width = options.width ?? (across === undefined ? 480 : { step: across.step });
  const mark = markOf(options.mark, encoding.x);
  const free = mark.type === 'line' || mark.type === 'point';
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: title ?? describe(encoding),
    ...(title === undefined ? {} : { title }),
    width,
    height,
    padding: 8,
    config: plotTheme,
    data: { values },
    mark,
    encoding: free ? withoutZero(encoding) : encoding,
  } as unknown as TopLevelSpec;
}

function definition(given: Channel, rows: readonly Definition[]): Definition {
  if (typeof given !== 'string') return given;
  const call = /^(\w+)\((.*)\)$/.exec(given);
  if (call === null) return { ...field(given, rows), title: given };
  const [, aggregate, name] = call;
  if (name === '') return { aggregate, type: 'quantitative' };
  return { ...field(name, rows), aggregate, type: 'quantitative', title: given };
}

function field(name: string, rows: readonly Definition[]): Definition {
  const known = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  if (!known.includes(name)) throw unknownName('column', name, known);
  const value = rows.find((row) => row[name] !== null && row[name] !== undefined)?.[name];
  const own = { field: name.replace(/[.[\]\\]/g, '\\$&') };
  if (typeof value === 'number') return { ...own, type: 'quantitative' };
  if (value instanceof Date) return { ...own, type: 'temporal' };
  return { ...own, type: 'nominal', sort: null }; // in the order of the rows
}

/** Room for each name on the x axis, in pixels, and how they are turned. */
function namesAcross(
  x: Definition | undefined,
  rows: readonly Definition[],
): { step: number; angle: number } | undefined {
  if (x?.type !== 'nominal' || 'axis' in x) return undefined;
  const name = String(x.title);
  const longest = rows.reduce((most, row) => Math.max(most, String(row[name]).length), 0);
  const room = longest * LETTER + 12;
  return room <= WIDEST ? { step: Math.max(24, room), angle: 0 } : { step: 36, angle: -40 };
}

function markOf(mark: PlotOptions['mark'], x: Definition | undefined): Definition {
  if (typeof mark === 'object') return mark;
  const type = mark ?? (x?.type === 'quantitative' || x?.type === 'temporal' ? 'line' : 'bar');
  return { type, tooltip: true, ...(type === 'point' ? { filled: true } : {}) };
}

/** Numbers on x and y without zero forced into the picture, unless a scale was asked for. */
function withoutZero(encoding: Readonly<Record<string, Definition>>): Record<string, Definition> {
  return Object.fromEntries(
    Object.entries(encoding).map(([channel, each]) => [
      channel,
      ['x', 'y'].includes(channel) && each.type === 'quantitative' && !('scale' in each)
        ? { ...each, scale: { zero: false } }
        : each,
    ]),
  );
}

function describe({ x, y, color }: Partial<Record<string, Definition>>): string {
  const name = (each: Definition | undefined): string =>
    [each?.title, each?.field].find((text) => typeof text === 'string') ?? '';
  const parts = [name(y), x && y ? 'by' : '', name(x), color ? `for each ${name(color)}` : ''];
  return parts.filter((part) => part !== '').join(' ');
}
