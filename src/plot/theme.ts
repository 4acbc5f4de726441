import type { Config } from 'vega-lite';

/** Colours that people with colour-blindness can tell apart (Okabe & Ito 2008), darkest first. */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#000000'];

/** Dash patterns and point shapes, so that arms differ in greyscale too. */
const DASHES = [
  [1, 0],
  [7, 3],
  [2, 2],
  [8, 3, 2, 3],
  [12, 4],
  [4, 2, 1, 2],
  [1, 3],
];
const SHAPES = ['circle', 'square', 'triangle-up', 'diamond', 'triangle-down', 'cross', 'stroke'];

/** How one arm is drawn in every figure. */
export interface ArmStyle {
  readonly colour: string;
  readonly dash: readonly number[];
  readonly shape: string;
}

/** The style of each arm, by its place in the list: keep the order, and colours keep their meaning. */
export function armStyles(arms: readonly string[]): ReadonlyMap<string, ArmStyle> {
  return new Map(
    arms.map((arm, i) => [
      arm,
      {
        colour: COLOURS[i % COLOURS.length],
        dash: DASHES[i % DASHES.length],
        shape: SHAPES[i % SHAPES.length],
      },
    ]),
  );
}

export const INK = '#222222';
export const FAINT_INK = '#555555';
const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";

/** Fonts, sizes and greys of every figure; readable at a width of 640 px. */
export const theme: Config = {
  background: '#ffffff',
  font: FONT,
  title: { anchor: 'start', color: INK, fontSize: 15, fontWeight: 600, offset: 10 },
  axis: {
    labelColor: FAINT_INK,
    labelFontSize: 12,
    titleColor: INK,
    titleFontSize: 13,
    titleFontWeight: 500,
    titlePadding: 10,
    domainColor: '#888888',
    tickColor: '#888888',
    gridColor: '#e8e8e8',
  },
  legend: {
    labelColor: INK,
    labelFontSize: 13,
    labelLimit: 240,
    symbolOpacity: 1,
    symbolSize: 90,
    symbolStrokeWidth: 0,
    title: null,
  },
  // Said because the versions of Vega-Lite that draw our charts do not agree on it.
  view: { stroke: null, continuousWidth: 300, continuousHeight: 300 },
};

/** Light to dark, told apart by the colour-blind and in grey: the ends and middle of an ordered ramp. */
const RAMP = ['#f2c14e', '#4fae7c', '#2b7a9b', '#3a3f86', '#1b0c2e'];

/** Colours for values in an order, such as compressions: the later, the darker. */
export function orderedColours(count: number): string[] {
  return Array.from({ length: count }, (_, i) =>
    between(count === 1 ? RAMP.length - 1 : (i / (count - 1)) * (RAMP.length - 1)),
  );
}

/** Of stretches of an axis, drawn faintly; told apart by the colour-blind, and seldom those of arms. */
export const SPAN_COLOURS = ['#56b4e9', '#e69f00', '#009e73', '#777777', '#cc79a7'];

/** Colours for a quantity from nothing (white) to its most. */
export const QUANTITY = ['#ffffff', '#c9dcea', '#7fb0d3', '#2f7ab3', '#0f4a80', '#06203b'];

function between(position: number): string {
  const below = Math.min(Math.floor(position), RAMP.length - 2);
  const channel = (at: number): string => {
    const [a, b] = [RAMP[below], RAMP[below + 1]].map((c) => parseInt(c.slice(at, at + 2), 16));
    return Math.round(a + (position - below) * (b - a))
      .toString(16)
      .padStart(2, '0');
  };
  return `#${channel(1)}${channel(3)}${channel(5)}`;
}

/** The theme of a figure of many small panels. */
export const panelTheme: Config = {
  ...theme,
  axis: {
    ...(theme.axis as object),
    labelFontSize: 11,
    titleFontSize: 12.5,
    titlePadding: 8,
  },
};
