import type { MimeBundle } from '../notebook/notebook.js';
import type { Content } from '../protocol/message.js';

/**
 * What the server needs of a language to be a Jupyter kernel: the protocol ends here.
 *
 * Every position in code is an index into a JavaScript string.
 */
export interface Language {
  /** Runs a cell; never rejects. One at a time: the server waits for the end of the last. */
  execute(cell: CellRequest): Promise<CellOutcome>;
  /** Stops the running cell, whatever it is doing; nothing happens if none runs. */
  interrupt(): void;
  isComplete(code: string): Completeness;
  complete(code: string, position: number): Completions;
  /** What is known about the name at a position; undefined if nothing is. */
  inspect(code: string, position: number, detail: 0 | 1): MimeBundle | undefined;
  /** Hands on what a front end says to a comm. */
  comm(message: CommMessage): void;
  /** The open comms: their targets by id. */
  comms(): ReadonlyMap<string, string>;
  /** Ends everything that belongs to the language. */
  close(): Promise<void>;
}

/** What a language may say at any time, also long after a cell has ended. */
export interface LanguageEvents {
  /**
   * Publishes output (`stream`, `display_data`, `update_display_data`, `clear_output`, `error`,
   * `execute_result`, `comm_open`, `comm_msg`, `comm_close`) of the cell with this id, or of the
   * message to a comm with this id; of the latest cell if there is none.
   */
  publish(cell: string, output: Published): void;
  /** Asks whoever sent the cell for a line of text; rejects if they cannot be asked. */
  ask(cell: string, prompt: string, password: boolean): Promise<string>;
}

export interface Published {
  readonly type: string;
  readonly content: Content;
  readonly metadata?: Content;
  readonly buffers?: readonly Uint8Array[];
}

export interface CellRequest {
  /** Names the cell's execution; unique in the life of the kernel. */
  readonly id: string;
  readonly code: string;
  /** The number in `In [n]`. */
  readonly count: number;
  /** Nothing of it may be shown but streams and displays: no result. */
  readonly silent: boolean;
  /** Expressions to evaluate after the cell, by the name the asker gave them. */
  readonly userExpressions: Readonly<Record<string, string>>;
}

/** How a cell ended; what it showed was published before. */
export type CellOutcome =
  | { readonly status: 'ok'; readonly userExpressions: Readonly<Record<string, unknown>> }
  | ({ readonly status: 'error' } & CellError);

export interface CellError {
  /** The error's class, such as `RangeError`. */
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

export interface Completeness {
  readonly status: 'complete' | 'incomplete' | 'invalid' | 'unknown';
  /** How the next line starts, if the code is incomplete. */
  readonly indent?: string;
}

export interface Completions {
  /** The best first. */
  readonly matches: readonly Completion[];
  /** What a match replaces. */
  readonly start: number;
  readonly end: number;
}

export interface Completion {
  readonly text: string;
  /** `function`, `class`, `const`, `property`, `module`... */
  readonly kind: string;
}

export interface CommMessage {
  /** Names the message; what it brings about may be published under this id. */
  readonly id: string;
  readonly type: 'comm_open' | 'comm_msg' | 'comm_close';
  readonly content: Content;
  readonly metadata: Content;
  readonly buffers: readonly Uint8Array[];
}
