// Compiles addon.cc to dist/native.node, for the processor of this machine: npm run build:native
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCE = fileURLToPath(new URL('addon.cc', import.meta.url));
const TARGET = fileURLToPath(new URL('../../../../dist/native.node', import.meta.url));
/** Clang's code is the faster by a tenth or two. */
const COMPILERS = process.env.CXX ? [process.env.CXX] : ['clang++', 'g++', 'c++'];

/** Ends the script with a message. */
function fail(message) {
  console.error(`build:native: ${message}`);
  process.exit(1);
}

/** The folder of node_api.h: beside Node.js itself, or in the package node-api-headers. */
function headers() {
  const own = path.join(path.dirname(fs.realpathSync(process.execPath)), '..', 'include', 'node');
  if (fs.existsSync(path.join(own, 'node_api.h'))) return own;
  try {
    const { resolve } = createRequire(import.meta.url);
    return path.join(path.dirname(resolve('node-api-headers/package.json')), 'include');
  } catch {
    return fail(`there is no node_api.h in ${own}. Run: npm install --no-save node-api-headers`);
  }
}

function compile(compiler, include, output) {
  const flags = [
    ...['-std=c++17', '-O3', '-ffp-contract=fast', '-fno-math-errno', '-fno-trapping-math'],
    process.arch === 'arm64' ? '-mcpu=native' : '-march=native',
    ...['-fno-exceptions', '-fno-rtti', '-shared', '-fPIC'],
    // Node.js brings its functions along when it loads the addon.
    ...(process.platform === 'darwin' ? ['-undefined', 'dynamic_lookup'] : []),
  ];
  return spawnSync(compiler, [...flags, '-I', include, SOURCE, '-o', output], { encoding: 'utf8' });
}

if (process.platform === 'win32') fail('only Linux and macOS are supported; on Windows, use WSL.');
const include = headers();
const draft = `${TARGET}.${process.pid}`; // a process may be using the old one
fs.mkdirSync(path.dirname(TARGET), { recursive: true });
const said = COMPILERS.map((compiler) => {
  if (fs.existsSync(draft)) return '';
  const { error, stderr } = compile(compiler, include, draft);
  return `${compiler}: ${error?.message ?? stderr}`;
});
if (!fs.existsSync(draft)) {
  fail(
    `no C++ compiler succeeded. It takes Clang, or GCC 12 or later; CXX can name one. (prunelab ` +
      `also runs without native kernels.)\n${said.join('\n')}`,
  );
}
fs.renameSync(draft, TARGET);
