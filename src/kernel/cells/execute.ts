import { types } from 'node:util';
import type { CellUnit } from '../compiler/compiled.js';
import { ownerName } from '../compiler/rewrite/cell-draft.js';
import type { CellApi } from './load/api.js';
import { compileUnit, type Loader } from './load/loader.js';
import type { RunEnd, ShowResult } from './line/messages.js';
import type { Positions } from './errors/positions.js';
import { bundleOf } from './result.js';
import { begin, KeyboardInterrupt, newRun, type Run, soon } from './run.js';
import type { Stacks } from './errors/stack.js';
import { newVariables } from './variables.js';

/** How far a cell has come whose imports could not be loaded. */
const NOT_STARTED = -1;

/** Runs cells, one at a time. */
export interface Executor {
  start(id: string, unit: CellUnit, show: ShowResult): void;
  /** Ends the running cell, as far as it lets itself be ended. */
  interrupt(): void;
  /** Ends a cell by an error that nobody handled; false if it has ended already. */
  unhandled(error: unknown, run: Run): boolean;
}

export interface ExecutorOptions {
  readonly loader: Loader;
  readonly positions: Positions;
  readonly stacks: Stacks;
  readonly done: (id: string, end: RunEnd) => void;
}

export function executor(options: ExecutorOptions): Executor {
  const { loader, positions, stacks, done } = options;
  const owners = new Map<number, object>();
  const ownerOf = (count: number): object => {
    const known = owners.get(count) ?? newVariables();
    owners.set(count, known);
    return known;
  };
  let current: { readonly run: Run; readonly api: CellApi | undefined } | undefined;

  const finish = (run: Run, end: Omit<RunEnd, 'reached'>): void => {
    if (run.ended) return;
    done(run.id, { ...end, reached: current?.api?.reached ?? NOT_STARTED });
    run.ended = true; // not before: a value that cannot be sent is an error of this cell
    current = undefined;
  };
  const fail = (run: Run, error: unknown): void => {
    finish(run, { error: stacks.describe(error) });
  };
  const execute = async (run: Run, unit: CellUnit, show: ShowResult): Promise<void> => {
    positions.add(unit);
    const modules = await loader.load(unit, unit.modules);
    if (run.ended) return;
    const api: CellApi = { ...loader.api(unit, modules), value: undefined, reached: 0 };
    current = { run, api };
    const body = compileUnit(unit, unit.owners.map(ownerName));
    const end = body(api, ...unit.owners.map(ownerOf));
    if (unit.async) await end;
    // So that what it shows belongs to this cell.
    if (types.isPromise(api.value)) api.value = await api.value;
    // A promise that was left to fail on its own has failed by then.
    await new Promise((resolve) => soon(resolve));
    const value = await valueOf(unit, api, show);
    finish(run, value === undefined ? {} : { value });
  };
  return {
    start: (id, unit, show) => {
      const run = newRun(id);
      current = { run, api: undefined };
      // On a fresh turn of the event loop, so that ending the execution ends nothing but the cell.
      soon(() => {
        if (run.ended) return;
        begin(run);
        execute(run, unit, show).catch((error: unknown) => fail(run, error));
      });
    },
    interrupt: () => {
      if (current === undefined) return;
      const { run } = current;
      run.interrupted.abort(new KeyboardInterrupt());
      fail(run, run.interrupted.signal.reason);
    },
    unhandled: (error, run) => {
      if (run.ended) return false;
      // Node would end its process, and with it whatever the cell still has to do.
      run.interrupted.abort(error);
      fail(run, error);
      return true;
    },
  };
}

async function valueOf(
  unit: CellUnit,
  { value }: CellApi,
  show: ShowResult,
): Promise<RunEnd['value']> {
  if (show === 'return') return bundleOf(value);
  const isShown = show === 'publish' && unit.showsValue && value !== undefined;
  return isShown ? bundleOf(value) : undefined;
}
