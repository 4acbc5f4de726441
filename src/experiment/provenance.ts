import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { packageRoot, packageVersion } from '../package-root.js';
import type { Provenance } from './experiment.js';

/** What is the same for every run of a sweep. */
export type Circumstances = Omit<Provenance, 'startedAt' | 'seconds'>;

/** The commit, versions and machine this process runs with. */
export function circumstances(
  engine: Readonly<Record<string, string>>,
  datasets: Readonly<Record<string, string>>,
  launcher: string,
): Circumstances {
  return {
    ...gitState(),
    versions: {
      prunelab: packageVersion(),
      node: process.versions.node,
      v8: process.versions.v8,
    },
    engine,
    device: `${os.cpus()[0]?.model ?? 'unknown processor'}, ${process.platform} ${process.arch}`,
    datasets,
    host: os.hostname(),
    launcher,
  };
}

/** Times one run: call the result when the run has finished. */
export function startClock(common: Circumstances): () => Provenance {
  const startedAt = new Date().toISOString();
  const start = performance.now();
  return () => ({
    ...common,
    startedAt,
    seconds: Math.round(performance.now() - start) / 1000,
  });
}

function gitState(): { commit: string | null; dirty: boolean | null } {
  const root = packageRoot();
  if (!fs.existsSync(path.join(root, '.git'))) return { commit: null, dirty: null };
  const git = (...args: string[]): string =>
    execFileSync('git', args, {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  try {
    return {
      commit: git('rev-parse', 'HEAD'),
      dirty: git('status', '--porcelain', '--untracked-files=no') !== '',
    };
  } catch {
    return { commit: null, dirty: null }; // no git on this machine, or no commit yet
  }
}
