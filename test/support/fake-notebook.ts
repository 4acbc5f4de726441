import {
  type Bundle,
  type Comm,
  type CommData,
  type CommOptions,
  enterNotebook,
  type LiveNotebook,
  type PublishOptions,
} from '../../src/display/live.js';

/** A comm as the front end sees it. */
export interface FakeComm {
  readonly options: CommOptions & { readonly id: string };
  readonly sent: CommData[];
  readonly closed: () => boolean;
  /** Says something from the front end. */
  readonly say: (data: CommData) => void;
}

/** A notebook that records what is shown in it. */
export interface FakeNotebook {
  readonly published: { readonly data: Bundle; readonly options: PublishOptions }[];
  readonly cleared: boolean[];
  readonly comms: FakeComm[];
  /** Opens a comm from the front end. */
  readonly open: (target: string) => FakeComm;
}

/** Runs each test of the suite in a notebook of its own. */
export function inNotebook(): () => FakeNotebook {
  let fake: FakeNotebook;
  beforeEach(() => {
    const { notebook, ...rest } = fakeNotebook();
    fake = rest;
    enterNotebook(notebook);
  });
  afterEach(() => {
    Reflect.deleteProperty(globalThis, Symbol.for('prunelab.notebook'));
  });
  return () => fake;
}

function fakeNotebook(): FakeNotebook & { readonly notebook: LiveNotebook } {
  const published: FakeNotebook['published'] = [];
  const cleared: boolean[] = [];
  const comms: FakeComm[] = [];
  const targets = new Map<string, (comm: Comm, data: CommData) => void>();
  return {
    published,
    cleared,
    comms,
    open: (target) => {
      const { comm, fake } = fakeComm({ target, id: 'from-front-end' });
      targets.get(target)?.(comm, {});
      return fake;
    },
    notebook: {
      publish: (data, options = {}) => void published.push({ data, options }),
      clear: (wait = false) => void cleared.push(wait),
      openComm: (options) => {
        const { comm, fake } = fakeComm({ ...options, id: `comm-${comms.length + 1}` });
        comms.push(fake);
        return comm;
      },
      onComm: (target, opened) => void targets.set(target, opened),
    },
  };
}

function fakeComm(options: CommOptions & { readonly id: string }): { comm: Comm; fake: FakeComm } {
  const sent: CommData[] = [];
  let closed = false;
  let hear: (data: CommData, buffers: readonly Uint8Array[]) => void = () => undefined;
  return {
    comm: {
      id: options.id,
      send: (data) => void sent.push(data),
      close: () => void (closed = true),
      onMessage: (listener) => void (hear = listener),
      onClose: () => undefined,
    },
    fake: { options, sent, closed: () => closed, say: (data) => hear(data, []) },
  };
}
