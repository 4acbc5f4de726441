/** One thing in several forms by MIME type: text, base64 of bytes, or a JSON value for `+json`. */
export type Bundle = Readonly<Record<string, unknown>>;

/** The notebook our code runs in, as the prunelab kernel offers it to the code of cells. */
export interface LiveNotebook {
  /** Shows a bundle below the cell whose code runs, also from a timer that this cell has set. */
  publish(data: Bundle, options?: PublishOptions): void;
  /** Empties the output of the cell; with `wait`, as soon as the next output comes. */
  clear(wait?: boolean): void;
  /** Opens a comm to the front end. */
  openComm(options: CommOptions): Comm;
  /** Hears of comms that the front end opens for `target`. */
  onComm(target: string, opened: (comm: Comm, data: CommData) => void): void;
}

export interface PublishOptions {
  readonly metadata?: Bundle;
  /** Names the display, so that `update` can replace it wherever it stands. */
  readonly displayId?: string;
  readonly update?: boolean;
}

export interface CommOptions {
  readonly target: string;
  /** A fresh one if not given. */
  readonly id?: string;
  readonly data?: CommData;
  readonly metadata?: Bundle;
  readonly buffers?: readonly Uint8Array[];
}

export type CommData = Readonly<Record<string, unknown>>;

/** A line to an object of the front end, such as a slider. */
export interface Comm {
  readonly id: string;
  send(data: CommData, buffers?: readonly Uint8Array[]): void;
  close(data?: CommData): void;
  onMessage(hear: (data: CommData, buffers: readonly Uint8Array[]) => void): void;
  onClose(hear: (data: CommData) => void): void;
}

const key = Symbol.for('prunelab.notebook');

/** The prunelab kernel we run in; undefined elsewhere, and in worker threads. */
export function liveNotebook(): LiveNotebook | undefined {
  return (globalThis as { [key]?: LiveNotebook })[key];
}

/** Makes `notebook` what `liveNotebook` finds; the kernel calls it, before the first cell. */
export function enterNotebook(notebook: LiveNotebook): void {
  (globalThis as { [key]?: LiveNotebook })[key] = notebook;
}
