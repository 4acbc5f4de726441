import { type Displayable, displaySymbol } from '../bundle.js';
import { escapeHtml } from '../html.js';
import { type Bundle, type CommData, type LiveNotebook, liveNotebook } from '../live.js';
import { type FrontEndModel, openModel, type State } from './front-end-model.js';

/** Something below a cell that the reader can set, and code can read and set. */
export interface Control<T> extends Displayable, AsyncIterable<T> {
  /** What it is set to. Setting it moves what the reader sees. */
  value: T;
  /** Calls `hear` with each new value; gives a function that stops it. */
  onChange(hear: (value: T) => void): () => void;
  /** Takes it off the page; its value stays. */
  close(): void;
}

/** What the kinds of controls differ in. */
export interface ControlKind<T> {
  /** Its classes in `@jupyter-widgets/controls`: `IntSlider` for `IntSliderModel` and `IntSliderView`. */
  readonly name: string;
  /** The class of its style there, without `Model`. */
  readonly style: string;
  readonly label: string;
  readonly state: State;
  /** The state that stands for a value. */
  toState(value: T): State;
  /** The value after the front end has changed `state`; undefined if that is of no concern. */
  fromState(state: State): T | undefined;
  /** The value after an event that is no state. */
  fromEvent?(content: CommData, before: T): T | undefined;
  /** Throws a `UserError` for a value it cannot be set to. */
  check(value: T): void;
  /** The value in words. */
  describe(value: T): string;
}

const VERSION = '2.0.0';
const CONTROLS = '@jupyter-widgets/controls';
const BASE = '@jupyter-widgets/base';

/**
 * Makes a control that the front end draws with ipywidgets.
 *
 * Where there is none, as in a headless run or a terminal, it keeps its first value until the code
 * sets another, and its iteration ends at once.
 */
export function control<T>(kind: ControlKind<T>, first: T): Control<T> {
  kind.check(first);
  let value = first;
  const hearers = new Set<(value: T) => void>();
  const set = (next: T): boolean => {
    if (Object.is(next, value)) return false;
    value = next;
    for (const hear of [...hearers]) hear(next);
    return true;
  };
  const notebook = liveNotebook();
  const drawn =
    notebook === undefined
      ? undefined
      : openControl(notebook, kind, first, {
          update: (state) => setIfKnown(kind.fromState(state)),
          custom: (content) => setIfKnown(kind.fromEvent?.(content, value)),
        });
  const setIfKnown = (next: T | undefined): void => {
    if (next !== undefined) set(next);
  };
  let open = drawn !== undefined;
  const onClose = new Set<() => void>();
  return {
    get value() {
      return value;
    },
    set value(next) {
      kind.check(next);
      if (set(next) && open) drawn?.update(kind.toState(next));
    },
    onChange: (hear) => {
      hearers.add(hear);
      return () => void hearers.delete(hear);
    },
    close: () => {
      if (open) drawn?.close();
      open = false;
      for (const end of onClose) end();
    },
    [Symbol.asyncIterator]: () => changes(hearers, onClose, () => open),
    [displaySymbol]: () => controlBundle(kind, value, open ? drawn?.id : undefined),
  };
}

/** Makes the control in the front end, with the layout and the style that it must have. */
function openControl<T>(
  notebook: LiveNotebook,
  kind: ControlKind<T>,
  value: T,
  events: Parameters<typeof openModel>[2],
): FrontEndModel {
  const layout = openModel(notebook, classes(BASE, 'LayoutModel', BASE, 'LayoutView'));
  const look = openModel(notebook, classes(CONTROLS, `${kind.style}Model`, BASE, 'StyleView'));
  const model = openModel(
    notebook,
    {
      ...classes(CONTROLS, `${kind.name}Model`, CONTROLS, `${kind.name}View`),
      _dom_classes: [],
      description: kind.label,
      description_allow_html: false,
      disabled: false,
      tabbable: null,
      tooltip: null,
      layout: `IPY_MODEL_${layout.id}`,
      style: `IPY_MODEL_${look.id}`,
      ...kind.state,
      ...kind.toState(value),
    },
    events,
  );
  const close = (): void => [model, look, layout].forEach((each) => each.close());
  return { ...model, close };
}

function classes(modelModule: string, model: string, viewModule: string, view: string): State {
  return {
    _model_module: modelModule,
    _model_module_version: VERSION,
    _model_name: model,
    _view_module: viewModule,
    _view_module_version: VERSION,
    _view_name: view,
    _view_count: null,
  };
}

function controlBundle<T>(kind: ControlKind<T>, value: T, id: string | undefined): Bundle {
  const said = `${kind.label === '' ? '' : `${kind.label}: `}${kind.describe(value)}`;
  return {
    ...(id === undefined
      ? {}
      : {
          'application/vnd.jupyter.widget-view+json': {
            version_major: 2,
            version_minor: 0,
            model_id: id,
          },
        }),
    'text/html':
      `${escapeHtml(said)} <small style="opacity:0.75">` +
      '(to change it, run this in JupyterLab with ipywidgets)</small>',
    'text/plain': said,
  };
}

/** The values to come, until the control is closed. */
async function* changes<T>(
  hearers: Set<(value: T) => void>,
  onClose: Set<() => void>,
  isOpen: () => boolean,
): AsyncGenerator<T, void, undefined> {
  const waiting: T[] = [];
  let wake = (): void => undefined;
  const hear = (value: T): void => {
    waiting.push(value);
    wake();
  };
  const end = (): void => wake();
  hearers.add(hear);
  onClose.add(end);
  try {
    while (isOpen() || waiting.length > 0) {
      if (waiting.length > 0) yield waiting.shift() as T;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    hearers.delete(hear);
    onClose.delete(end);
  }
}
