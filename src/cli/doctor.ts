import { createRequire } from 'node:module';
import os from 'node:os';
import type { Command } from 'commander';
import { listDatasets } from '../data/check.js';
import { availableEngines } from '../engine/select.js';
import { wasmEngine } from '../engine/wasm/engine.js';
import { openStore } from '../experiment/store/store.js';
import { findFrontEnd, withProjectPrograms } from '../kernel/install/index.js';
import { type Cli, storeOption } from './common.js';
import { placeOf } from './data.js';
import { installedKernels, projectHere } from './kernel.js';

/** One thing that can be usable or not. */
export interface Diagnosis {
  readonly what: string;
  /** `needed` things that fail make prunelab unusable; the others only limit it. */
  readonly needed: boolean;
  readonly ok: boolean;
  readonly detail: string;
}

const HELP = `
Says which engine, data sets and kernel can be used here, and why the others cannot. Ends with an
error only if something is wrong that nothing works without.`;

export function doctorCommand(program: Command, cli: Cli): void {
  program
    .command('doctor')
    .description('say what works on this machine and why the rest does not')
    .addOption(storeOption())
    .addHelpText('after', HELP)
    .action(async (options: { store?: string }) => {
      for (const { what, needed, ok, detail } of await diagnose(options.store)) {
        const mark = ok ? 'ok     ' : needed ? 'BROKEN ' : 'absent ';
        cli.print(`${mark} ${what.padEnd(26)} ${detail}`);
        if (!ok && needed) process.exitCode = 1;
      }
    });
}

/** Looks at everything prunelab can make use of. */
export async function diagnose(store?: string): Promise<Diagnosis[]> {
  return [
    attempt('Node.js', true, () => {
      const cores = os.availableParallelism();
      return `${process.versions.node} on ${process.platform} ${process.arch}, ${cores} cores`;
    }),
    ...(await engines()),
    attempt('native kernels of wasm', false, () => {
      const { addon } = wasmEngine({ native: true }).details;
      return `built, ${addon.slice(0, 12)}; used if PRUNELAB_WASM=native`;
    }),
    ...datasets(),
    attempt('store', true, () => openStore(store).folder),
    attempt('kernel tslab', false, () => `tslab ${packageVersion('tslab')}`),
    attempt('kernel protocol (zeromq)', false, () => {
      createRequire(import.meta.url)('zeromq');
      return `zeromq ${packageVersion('zeromq')}`;
    }),
    ...installations(),
    jupyter(),
  ];
}

function attempt(what: string, needed: boolean, look: () => string): Diagnosis {
  try {
    return { what, needed, ok: true, detail: look() };
  } catch (error) {
    return { what, needed, ok: false, detail: firstLine(error) };
  }
}

function datasets(): Diagnosis[] {
  return listDatasets().map((listing) => {
    const { name, status } = listing;
    const hint =
      status === 'not downloaded'
        ? `; get it with: prunelab data get ${name}`
        : status === 'not here'
          ? '; it cannot be downloaded: if you have it, set PRUNELAB_DATA to its folder'
          : '';
    return {
      what: `data ${name}`,
      needed: false,
      ok: hint === '',
      detail: placeOf(listing) + hint,
    };
  });
}

async function engines(): Promise<Diagnosis[]> {
  const all = await availableEngines();
  return all.map(({ name, usable, detail }) => ({
    what: `engine ${name}`,
    needed: name === 'wasm',
    ok: usable,
    detail,
  }));
}

function installations(): Diagnosis[] {
  const what = 'kernel in Jupyter';
  const found = installedKernels();
  if (found.length === 0) {
    const detail = 'not installed; do it with: prunelab kernel install';
    return [{ what, needed: false, ok: false, detail }];
  }
  return found.map(({ displayName, folder, fault }) => ({
    what,
    needed: false,
    ok: fault === undefined,
    detail: `"${displayName}", ${folder}${fault === undefined ? '' : `: ${fault}`}`,
  }));
}

function jupyter(): Diagnosis {
  const what = 'Jupyter';
  const frontEnd = findFrontEnd(withProjectPrograms(projectHere() ?? '.', process.env));
  if (frontEnd === undefined) {
    const detail = 'neither JupyterLab nor Notebook; `prunelab lab` says how to get one';
    return { what, needed: false, ok: false, detail };
  }
  const { name, version, command } = frontEnd;
  return { what, needed: false, ok: true, detail: `${name} ${version} (${command.join(' ')})` };
}

function packageVersion(name: string): string {
  const require = createRequire(import.meta.url);
  return (require(`${name}/package.json`) as { version: string }).version;
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0];
}
