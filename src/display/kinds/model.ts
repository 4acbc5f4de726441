import { forwardMacs } from '../../models/cost.js';
import { type Layer, paddingOf, type Shape } from '../../models/layer.js';
import { countKept, type Mask, checkMask } from '../../models/mask.js';
import { type Model, parameterSpecs, type ParameterSpec, visitLayers } from '../../models/model.js';
import { type Cell, type Grid, gridHtml, gridText, grouped } from '../grid.js';
import type { Bundle } from '../live.js';
import { send, type ShowOptions } from '../send.js';
import { densityCell } from './mask.js';

export interface ModelOptions extends ShowOptions {
  /** Adds what it keeps of every layer. */
  readonly mask?: Mask;
}

/** Shows a model as a table of its layers: output shapes, parameters, and density under a mask. */
export function model(architecture: Model, options: ModelOptions = {}): void {
  send(modelBundle(architecture, options), options);
}

/** What `model` shows. */
export function modelBundle(architecture: Model, { mask }: ModelOptions = {}): Bundle {
  if (mask !== undefined) checkMask(architecture, mask);
  const grid = layOut(architecture, mask);
  return { 'text/html': gridHtml(grid), 'text/plain': gridText(grid) };
}

export function isModel(value: unknown): value is Model {
  const { layers, inputShape, numClasses } = (value ?? {}) as Partial<Model>;
  return Array.isArray(layers) && Array.isArray(inputShape) && typeof numClasses === 'number';
}

function layOut(architecture: Model, mask: Mask | undefined): Grid {
  const specs = parameterSpecs(architecture);
  const rows: Cell[][] = [];
  visitLayers(architecture, (layer, name, _, output) => {
    const own = specs.filter((spec) => spec.layer === name);
    rows.push([name, describe(layer), shapeText(output), ...counts(own, mask, '')]);
  });
  const macs = forwardMacs(architecture, mask);
  return {
    columns: [
      { title: 'layer', numeric: false },
      { title: 'kind', numeric: false },
      { title: 'output', numeric: false },
      { title: 'parameters', numeric: true },
      ...(mask === undefined
        ? []
        : [
            { title: 'weights kept', numeric: true },
            { title: 'density', numeric: true },
          ]),
    ],
    cells: [['input', '', shapeText(architecture.inputShape), ...counts([], mask, '')], ...rows],
    totals: [architecture.name, '', '', ...counts(specs, mask, '0')],
    note: `${grouped(macs)} multiply-adds for each example.`,
  };
}

/** The trainable parameters among `specs`, and what the mask keeps of those it covers. */
function counts(specs: readonly ParameterSpec[], mask: Mask | undefined, none: string): Cell[] {
  const size = (list: readonly ParameterSpec[]): number =>
    list.reduce((sum, spec) => sum + spec.size, 0);
  const learned = size(specs.filter(({ trainable }) => trainable));
  const all = learned === 0 ? none : grouped(learned);
  if (mask === undefined) return [all];
  const covered = specs.filter(({ prunable }) => prunable);
  if (covered.length === 0) return [all, none, ''];
  const kept = covered.reduce((sum, { name }) => sum + countKept(mask[name]), 0);
  return [all, grouped(kept), densityCell(kept / size(covered))];
}

/** `6 x 28 x 28`: channels, height, width; the number of features alone where there is no picture. */
function shapeText([channels, height, width]: Shape): string {
  return height === 1 && width === 1 ? `${channels}` : `${channels} x ${height} x ${width}`;
}

/** A layer's kind and settings in a few words. */
function describe(layer: Layer): string {
  switch (layer.kind) {
    case 'conv2d': {
      const { kernel, stride = 1, groups = 1 } = layer;
      const padding = paddingOf(layer);
      return [
        `convolution ${kernel} x ${kernel}`,
        ...(stride === 1 ? [] : [`stride ${stride}`]),
        ...(padding === 0 ? [] : [`padding ${padding}`]),
        ...(groups === 1 ? [] : [`${groups} groups`]),
      ].join(', ');
    }
    case 'maxPool':
    case 'averagePool':
      return `${words(layer.kind)} ${layer.size} x ${layer.size}`;
    case 'dropout':
      return `dropout ${layer.rate}`;
    default:
      return words(layer.kind);
  }
}

/** `batch norm` for `batchNorm`. */
function words(kind: string): string {
  return kind.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
