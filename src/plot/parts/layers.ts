import type { TopLevelSpec } from 'vega-lite';
import { armStyles, FAINT_INK, INK } from '../theme.js';

/** A mark with its encoding, one of several drawn over each other. */
export type Layer = Extract<
  Extract<TopLevelSpec, { layer: unknown }>['layer'][number],
  { mark: unknown }
>;
export type Encoding = NonNullable<Layer['encoding']>;

/** What belongs to one panel or, for things without a panel, to all. */
export function inPanel<T extends { readonly panel?: string }>(
  things: readonly T[],
  name: string,
): T[] {
  return things.filter(({ panel }) => panel === undefined || panel === name);
}

/** The same, where what belongs to all panels has its label in the first alone. */
export function labelledIn<T extends { readonly panel?: string; readonly label?: string }>(
  things: readonly T[],
  name: string,
  first: string,
): T[] {
  return inPanel(things, name).map((thing) =>
    thing.panel === undefined && name !== first ? { ...thing, label: '' } : thing,
  );
}

/** About how wide a letter of a legend is, and its symbol with the space around it, in pixels. */
const [LETTER, SYMBOL] = [7.4, 34];

/** How many entries of a legend stand beside each other, or nothing if all do. */
export function legendColumns(labels: readonly string[], width: number): { columns?: number } {
  const widest = Math.max(...labels.map((label) => label.length * LETTER + SYMBOL));
  const together = labels.reduce((sum, label) => sum + label.length * LETTER + SYMBOL, 0);
  return together <= width ? {} : { columns: Math.max(1, Math.floor(width / widest)) };
}

/** One visual property of the arms; scales of the same domain share one legend. */
export function armScale(
  arms: readonly string[],
  order: readonly string[],
  property: 'colour' | 'dash' | 'shape',
  width = Infinity,
) {
  const styles = armStyles(order);
  return {
    field: 'group',
    type: 'nominal' as const,
    title: null,
    scale: { domain: [...arms], range: arms.map((arm) => styles.get(arm)![property]) as string[] },
    // A single arm without a name needs no legend.
    legend:
      arms.length === 1 && arms[0] === ''
        ? null
        : {
            orient: 'top' as const,
            direction: 'horizontal' as const,
            ...legendColumns(arms, width),
          },
  };
}

/** A level drawn across a figure, for example the dense net's mean. */
export interface ReferenceLevel {
  readonly label: string;
  readonly value: number;
  /** The panel it belongs to; without it, all. */
  readonly panel?: string;
}

/** A level with its label right of the figure, or in a panel, inside it. */
export function level({ label, value }: ReferenceLevel, inside = false): Layer[] {
  const data = { values: [{}] };
  const place = inside
    ? ({ align: 'right', dx: -2, dy: -6, fontSize: 10.5 } as const)
    : ({ align: 'left', dx: 6, fontSize: 12 } as const);
  const { fontSize, ...at } = place;
  return [
    {
      data,
      mark: { type: 'rule', color: FAINT_INK, strokeDash: [4, 4] },
      encoding: { y: { datum: value } },
    },
    {
      data,
      mark: { type: 'text', text: label, ...at, color: FAINT_INK, fontSize },
      encoding: { x: { value: 'width' }, y: { datum: value } },
    },
  ];
}

/** A place on the x axis, for example a critical compression or a threshold. */
export interface VerticalMark {
  readonly value: number;
  /** Whose place it is: an arrow in the colour of the group. Without it, a grey line. */
  readonly group?: string;
  /** Written along a grey line. */
  readonly label?: string;
  /** The panel it belongs to; without it, all. */
  readonly panel?: string;
}

/** Grey lines with their labels, and an arrow for each group, one below the other. */
export function verticals(
  places: readonly VerticalMark[],
  order: readonly string[],
  inside = false,
): Layer[] {
  const arrows = places.filter((place) => place.group !== undefined);
  const last = Math.max(...places.map(({ value }) => value));
  return places.flatMap((place) => {
    if (place.group !== undefined) {
      const colour = armStyles(order).get(place.group)?.colour ?? INK;
      const row = arrows.findIndex((arrow) => arrow.group === place.group);
      return arrow(place.value, colour, 5 + 13 * row);
    }
    return greyLine(place, inside ? 'along' : place.value === last ? 'above, left' : 'above');
  });
}

function arrow(value: number, color: string, top: number): Layer[] {
  const data = { values: [{}] };
  const x = { datum: value };
  return [
    {
      data,
      mark: { type: 'rule', color, strokeWidth: 1.25, strokeDash: [2, 3] },
      encoding: { x, y: { value: top }, y2: { value: 'height' } },
    },
    {
      data,
      mark: { type: 'point', shape: 'triangle-down', filled: true, size: 90, opacity: 1, color },
      encoding: { x, y: { value: top } },
    },
  ];
}

/** Where the label of a grey line stands: beside its upper end, or above the figure. */
const LABEL_PLACES = {
  along: { angle: 270, align: 'right', baseline: 'bottom', dy: -3 },
  above: { align: 'center', baseline: 'bottom', dy: -4 },
  'above, left': { align: 'right', baseline: 'bottom', dx: 6, dy: -4 },
} as const;

function greyLine({ value, label = '' }: VerticalMark, place: keyof typeof LABEL_PLACES): Layer[] {
  const data = { values: [{}] };
  const encoding = { x: { datum: value } };
  const mark = { type: 'rule', color: FAINT_INK, strokeWidth: 1.5 } as const;
  const line: Layer = { data, mark, encoding };
  if (label === '') return [line];
  const text = { type: 'text', text: label, fontSize: 11, ...LABEL_PLACES[place] } as const;
  return [line, ...written(text, { ...encoding, y: { value: place === 'along' ? 4 : 0 } })];
}

export interface Text {
  readonly type: 'text';
  readonly text: string;
  readonly fontSize: number;
  readonly align: 'left' | 'center' | 'right';
  readonly baseline: 'top' | 'bottom';
  readonly angle?: number;
  readonly dx?: number;
  readonly dy?: number;
}

/** A text with white around its letters, since it may stand on what is drawn. */
export function written(mark: Text, encoding: Encoding, color = FAINT_INK): Layer[] {
  const data = { values: [{}] };
  return [
    { data, mark: { ...mark, color: '#ffffff', stroke: '#ffffff', strokeWidth: 3 }, encoding },
    { data, mark: { ...mark, color }, encoding },
  ];
}

/** The title of a small panel, flush with its left edge, which titles of Vega-Lite are not. */
export function panelTitle(title: string, width: number): Layer[] {
  // The limit of Vega goes by widths that are half as large again as those drawn.
  const most = Math.floor(width / PANEL_LETTER);
  const text = title.length <= most ? title : `${title.slice(0, most - 1)}…`;
  const font = { fontSize: width < 140 ? 11 : 12, fontWeight: 600, color: INK } as const;
  return [
    {
      data: { values: [{}] },
      mark: { type: 'text', text, align: 'left', baseline: 'bottom', dy: -6, ...font },
      encoding: { x: { value: 0 }, y: { value: 0 } },
    },
  ];
}

/** About how wide a letter of a panel's title is, in pixels. */
const PANEL_LETTER = 7;

/** Short lines of text in a corner of a panel. */
export function notes(
  lines: readonly { readonly text: string; readonly colour?: string }[],
  corner: 'upper left' | 'upper right' | 'lower right' = 'upper left',
): Layer[] {
  const left = corner === 'upper left';
  const lower = corner === 'lower right';
  const place = {
    align: left ? 'left' : 'right',
    baseline: lower ? 'bottom' : 'top',
    dx: left ? 5 : -5,
  } as const;
  const encoding = {
    x: { value: left ? 0 : 'width' },
    y: { value: lower ? 'height' : 0 },
  } as const;
  return lines.flatMap(({ text, colour }, i) => {
    const dy = (lower ? -4 : 4) + 14 * i;
    return written({ type: 'text', text, fontSize: 11, ...place, dy }, encoding, colour);
  });
}
