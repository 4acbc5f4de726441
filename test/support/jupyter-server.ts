import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { packageRoot } from '../../src/package-root.js';
import { saveNotebook } from './notebooks.js';
import { newFolder } from './temporary-folder.js';

/** A Jupyter server of a project with prunelab. */
export interface JupyterServer {
  /** Writes a notebook of our kernel, and says where its front end finds it below `url`. */
  write(name: string, cells: Parameters<typeof saveNotebook>[1]): string;
  /** The address of a page of the server, with the token that lets one in. */
  url(page: string): string;
  /** Asks the server's own interface. */
  api(path: string, method?: 'GET' | 'POST' | 'DELETE', body?: object): Promise<unknown>;
  stop(): Promise<void>;
}

const startSeconds = 90;

/** A new project that has prunelab in its `node_modules`, as npm would have put it there. */
export function newProject(): string {
  const project = fs.realpathSync(newFolder());
  fs.mkdirSync(path.join(project, 'node_modules'));
  fs.mkdirSync(path.join(project, 'notebooks'));
  fs.symlinkSync(packageRoot(), path.join(project, 'node_modules', 'prunelab'));
  return project;
}

/** Starts a command that starts a Jupyter server, and waits until it can be asked. */
export async function startServer(
  [program, ...words]: readonly string[],
  options: {
    readonly project: string;
    readonly cwd: string;
    readonly env: Record<string, string>;
  },
): Promise<JupyterServer> {
  const { project, cwd, env } = options;
  const runtime = path.join(newFolder(), 'runtime');
  const own = { JUPYTER_RUNTIME_DIR: runtime, JUPYTER_CONFIG_DIR: newFolder() };
  const asRoot = process.getuid?.() === 0 ? ['--allow-root'] : [];
  const child = spawn(program, [...words, '--no-browser', '--ip=127.0.0.1', ...asRoot], {
    cwd,
    env: { ...process.env, JUPYTER_DATA_DIR: newFolder(), ...own, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const { url, token } = await address(child, runtime, () => said);
  const api: JupyterServer['api'] = async (page, method = 'GET', body) => {
    const response = await fetch(new URL(page, url), {
      method,
      headers: { authorization: `token ${token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${page}: ${response.status}\n${said}`);
    return response.status === 204 ? undefined : response.json();
  };
  return {
    write: (name, cells) => {
      saveNotebook(path.join(project, 'notebooks', name), cells, kernelspec);
      return name;
    },
    url: (page) => `${new URL(page, url).href}?token=${token}`,
    api,
    stop: async () => {
      if (child.exitCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const stubborn = setTimeout(() => child.kill('SIGKILL'), 20_000);
      await ended;
      clearTimeout(stubborn);
    },
  };
}

const kernelspec = {
  kernelspec: {
    name: 'prunelab',
    display_name: 'TypeScript (prunelab)',
    language: 'typescript',
  },
};

interface Address {
  readonly url: string;
  readonly token: string;
}

/** What the server writes down about itself as soon as it listens. */
async function address(child: ChildProcess, runtime: string, said: () => string): Promise<Address> {
  const until = performance.now() + startSeconds * 1000;
  while (child.exitCode === null && performance.now() < until) {
    const files = fs.existsSync(runtime) ? fs.readdirSync(runtime) : [];
    const file = files.find((name) => /^(jp|nb)server-\d+\.json$/.test(name));
    const text = file === undefined ? '' : fs.readFileSync(path.join(runtime, file), 'utf8');
    if (text.trimEnd().endsWith('}')) {
      const found = JSON.parse(text) as Address;
      if (await listens(found.url)) return found;
    }
    await sleep(100);
  }
  child.kill('SIGKILL');
  throw new Error(`Jupyter did not start:\n${said()}`);
}

async function listens(url: string): Promise<boolean> {
  try {
    return (await fetch(new URL('api', url))).ok;
  } catch {
    return false; // Not yet; `address` gives up in time.
  }
}
