import type { Bundle, Comm, CommData, LiveNotebook } from '../live.js';

/** Part of what a front end knows of an object of ipywidgets: names and JSON values. */
export type State = Bundle;

/** What is heard of an object from its front end. */
export interface FrontEndEvents {
  /** The user has changed these. */
  update(changed: State): void;
  /** Something happened that is no state, such as a click. */
  custom(content: CommData): void;
}

/** An object in the front end, such as a slider or its style, that has its state here as well. */
export interface FrontEndModel {
  readonly id: string;
  update(changed: State): void;
  close(): void;
}

interface Known {
  state: State;
}

/** The objects of each notebook, by id: a page that is loaded again asks for all of them. */
const known = new WeakMap<LiveNotebook, Map<string, Known>>();

/**
 * Makes an object in the front end by the protocol of ipywidgets, version 2.1: one comm each.
 *
 * `state` names its classes in `_model_name`, `_view_name` and so on.
 */
export function openModel(
  notebook: LiveNotebook,
  state: State,
  events?: FrontEndEvents,
): FrontEndModel {
  const comm = notebook.openComm({
    target: 'jupyter.widget',
    data: { state, buffer_paths: [] },
    metadata: { version: '2.1.0' },
  });
  const self: Known = { state };
  const all = modelsOf(notebook);
  all.set(comm.id, self);
  const send = (changed: State): void =>
    comm.send({ method: 'update', state: changed, buffer_paths: [] });
  comm.onMessage((data) => {
    if (data.method === 'request_state') send(self.state);
    if (data.method === 'update') {
      const changed = data.state as State;
      self.state = { ...self.state, ...changed };
      events?.update(changed);
    }
    if (data.method === 'custom') events?.custom(data.content as CommData);
  });
  comm.onClose(() => all.delete(comm.id));
  return {
    id: comm.id,
    update: (changed) => {
      self.state = { ...self.state, ...changed };
      send(changed);
    },
    close: () => {
      all.delete(comm.id);
      comm.close();
    },
  };
}

function modelsOf(notebook: LiveNotebook): Map<string, Known> {
  const before = known.get(notebook);
  if (before !== undefined) return before;
  const models = new Map<string, Known>();
  known.set(notebook, models);
  notebook.onComm('jupyter.widget.control', (comm) => answerControl(comm, models));
  return models;
}

/** Answers a page that asks which objects there are. */
function answerControl(comm: Comm, models: ReadonlyMap<string, Known>): void {
  comm.onMessage(({ method }) => {
    if (method !== 'request_states') return;
    const states = [...models].map(([id, { state }]) => [
      id,
      {
        model_name: state._model_name,
        model_module: state._model_module,
        model_module_version: state._model_module_version,
        state,
      },
    ]);
    comm.send({
      method: 'update_states',
      states: Object.fromEntries(states) as State,
      buffer_paths: [],
    });
  });
}
