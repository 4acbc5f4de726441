import { brief } from '../grid.js';
import { sparkline, thinned } from '../sparkline.js';
import { statistics } from '../statistics.js';

type Data = Readonly<Record<string, unknown>>;

const WIDTH = 40;

/** A Vega-Lite spec in words: what it shows, and where it can be told, its lines as sparklines. */
export function plotText(spec: object): string {
  const { title, description } = spec as { title?: unknown; description?: unknown };
  const first = [title, description].find((text) => typeof text === 'string') ?? 'figure';
  return [`[${first}]`, ...lines(spec as Data)].join('\n');
}

function lines(spec: Data): string[] {
  const unit = [spec, ...list(spec.layer)].find(({ encoding }) => {
    const { x, y } = record(encoding);
    return isNumbers(x) && isNumbers(y);
  });
  const values = list(record(spec.data).values);
  if (unit === undefined || values.length === 0) return [];
  const { x, y, color } = record(unit.encoding);
  const [xField, yField, groupField] = [x, y, color].map((each) => record(each).field);
  const groups = new Map<string, (readonly [number, number])[]>();
  for (const row of values) {
    const [at, value] = [row[String(xField)], row[String(yField)]];
    if (typeof at !== 'number' || typeof value !== 'number') continue;
    const name = typeof groupField === 'string' ? String(row[groupField]) : '';
    const group = groups.get(name);
    if (group) group.push([at, value]);
    else groups.set(name, [[at, value]]);
  }
  const longest = Math.max(...[...groups.keys()].map((name) => name.length));
  return [...groups].map(([name, points]) => {
    const ys = points.sort(([a], [b]) => a - b).map(([, value]) => value);
    const { min, max } = statistics(ys);
    const range = `${brief(min)} to ${brief(max)}`;
    return `${name.padEnd(longest)} ${sparkline(thinned(ys, WIDTH))} ${range}`.trimStart();
  });
}

function isNumbers(channel: unknown): boolean {
  const { field, type } = record(channel);
  return typeof field === 'string' && type === 'quantitative';
}

function record(value: unknown): Data {
  return typeof value === 'object' && value !== null ? (value as Data) : {};
}

function list(value: unknown): readonly Data[] {
  return Array.isArray(value) ? value.map(record) : [];
}
