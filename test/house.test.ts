import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Which rooms of `src/` may import from which; all may use the modules beside them. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  math: [],
  data: ['math'],
  models: ['math'],
  engine: ['data', 'models', 'math'],
  training: ['engine', 'models', 'data', 'math'],
  pruning: ['training', 'engine', 'models', 'data', 'math'],
  analysis: ['pruning', 'training', 'engine', 'models', 'data', 'math'],
  experiment: ['math'],
  experiments: [
    'experiment',
    'analysis',
    'pruning',
    'training',
    'engine',
    'models',
    'data',
    'math',
  ],
  plot: ['math'],
  replication: ['plot', 'experiment', 'math'],
  display: ['replication', 'plot', 'experiment', 'models', 'data'],
  kernel: ['display', 'replication', 'plot', 'experiment'],
  cli: ['kernel', 'display', 'replication', 'experiments', 'experiment', 'engine', 'data'],
};

/** Files outside data, kernel and cli that may touch the file system, and why. */
const fileSystem: Readonly<Record<string, string>> = {
  'src/package-root.ts': 'finds package.json',
  'src/engine/wasm/kernels.ts': 'reads the compiled kernels',
  'src/engine/wasm/native/addon.ts': 'loads the native kernels',
  'src/experiment/store/store.ts': 'is the store',
  'src/experiment/store/files.ts': 'writes for the store',
  'src/experiment/store/blobs.ts': 'keeps tensors for the store',
  'src/experiment/store/locks.ts': 'locks runs of the store',
  'src/experiment/provenance.ts': 'reads the version and looks for .git',
  'src/replication/records.ts': 'keeps verdicts and rows in the repository',
};

interface Import {
  readonly file: string;
  readonly specifier: string;
  readonly typeOnly: boolean;
  readonly dynamic: boolean;
}

function sources(folder: string): string[] {
  return fs
    .readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.split(path.sep).join('/')}`)
    .filter((name) => name.endsWith('.ts') && !name.includes('/assembly/'));
}

const text = (file: string): string => fs.readFileSync(path.join(root, file), 'utf8');

function importsOf(file: string): Import[] {
  const source = text(file);
  const fixed = [...source.matchAll(/^(?:import|export)\s+(type\s)?[^;]*?from '([^']+)';/gm)];
  const bare = [...source.matchAll(/^import '([^']+)';/gm)];
  const dynamic = [...source.matchAll(/import\('([^']+)'\)/g)];
  return [
    ...fixed.map((m) => ({ file, specifier: m[2], typeOnly: m[1] !== undefined, dynamic: false })),
    ...bare.map((m) => ({ file, specifier: m[1], typeOnly: false, dynamic: false })),
    ...dynamic.map((m) => ({ file, specifier: m[1], typeOnly: false, dynamic: true })),
  ];
}

/** Where a relative import leads, from the root of the repository. */
function target({ file, specifier }: Import): string {
  return path.posix.join(path.posix.dirname(file), specifier).replace(/\.js$/, '.ts');
}

const src = sources('src');
const replicationFiles = sources('replications');
const imports = [...src, ...replicationFiles].flatMap(importsOf);
const local = imports.filter(({ specifier }) => specifier.startsWith('.'));
const roomOf = (file: string): string => /^src\/([^/]+)\//.exec(file)?.[1] ?? '';

/** Fails with the list of offenders. */
function none(offenders: readonly Import[], rule: string): void {
  const list = offenders.map(({ file, specifier }) => `${file} imports ${specifier}`);
  assert.deepEqual(list, [], rule);
}

describe('the house', () => {
  it('reads the import lines', () => {
    assert.ok(src.length > 80 && local.length > 200, 'the test must see the sources');
    for (const each of local) assert.ok(fs.existsSync(path.join(root, target(each))), target(each));
  });

  it('lets rooms import only from the rooms below them', () => {
    const rooms = new Set(src.map(roomOf).filter((room) => room !== ''));
    assert.deepEqual([...rooms].sort(), Object.keys(mayImport).sort());
    const offenders = local.filter((each) => {
      const [from, to] = [roomOf(each.file), roomOf(target(each))];
      return from !== '' && to !== '' && from !== to && !mayImport[from].includes(to);
    });
    none(offenders, 'see mayImport');
  });

  it('has an engine that knows data only as a type', () => {
    none(
      local.filter(
        (each) =>
          roomOf(each.file) === 'engine' && roomOf(target(each)) === 'data' && !each.typeOnly,
      ),
      'import type',
    );
  });

  it('keeps src free of replications, and replications of each other and of our insides', () => {
    none(
      local.filter((each) => each.file.startsWith('src/') && !target(each).startsWith('src/')),
      'src is handed the list of papers',
    );
    const folder = (file: string): string => file.split('/')[1];
    none(
      local.filter(
        (each) =>
          replicationFiles.includes(each.file) &&
          each.file.split('/').length > 2 &&
          target(each) !== 'src/index.ts' &&
          folder(target(each)) !== folder(each.file),
      ),
      'a replication uses the public API and its own folder',
    );
  });

  it('uses tslab, TensorFlow and the file system only where they belong', () => {
    const external = imports.filter(({ specifier }) => !specifier.startsWith('.'));
    none(
      external.filter(
        (each) =>
          each.specifier.startsWith('tslab') &&
          !(each.typeOnly && ['kernel', 'display'].includes(roomOf(each.file))),
      ),
      'tslab: types in kernel and display; its insides are known to src/kernel/tslab.ts alone',
    );
    none(
      external.filter(
        (each) =>
          each.specifier.startsWith('@tensorflow/') &&
          !(each.file.startsWith('src/engine/tfjs/') && (each.typeOnly || each.dynamic)),
      ),
      '@tensorflow: engine/tfjs, and nothing of it is loaded unless it is asked for',
    );
    none(
      external.filter(
        (each) =>
          /^(node:)?fs(\/promises)?$/.test(each.specifier) &&
          !['data', 'kernel', 'cli'].includes(roomOf(each.file)) &&
          !Object.hasOwn(fileSystem, each.file),
      ),
      'node:fs: data, kernel, cli and the files named above',
    );
  });

  it('loads what has top-level await only lazily, so that notebooks can require() the package', () => {
    none(
      imports.filter(
        ({ specifier, typeOnly, dynamic }) => /^vega(-|$)/.test(specifier) && !typeOnly && !dynamic,
      ),
      "await import('vega') inside a function",
    );
    const waiting = src.filter((file) => /^(?:const [^=]*= )?await /m.test(text(file)));
    assert.deepEqual(waiting, []);
  });

  it('has one source of chance and one of time', () => {
    const chance = src.filter((file) => text(file).includes('Math.random'));
    assert.deepEqual(chance, []);
    const clocks = src.filter((file) => /Date\.now|new Date\(\)/.test(text(file)));
    const allowed = ['src/experiment/provenance.ts', 'src/kernel/'];
    assert.deepEqual(
      clocks.filter((file) => !allowed.some((start) => file.startsWith(start))),
      [],
    );
  });

  it('has folders of at most 16 files and files of at most 250 lines', () => {
    const counts = new Map<string, number>();
    for (const file of src) {
      const folder = path.posix.dirname(file);
      counts.set(folder, (counts.get(folder) ?? 0) + 1);
    }
    assert.deepEqual(
      [...counts].filter(([, count]) => count > 16),
      [],
    );
    const long = [...src, ...replicationFiles].filter(
      (file) => text(file).split('\n').length > 250,
    );
    assert.deepEqual(long, []);
  });

  it('has index files that only re-export', () => {
    const busy = src
      .filter((file) => file.endsWith('/index.ts'))
      .filter((file) =>
        text(file)
          .replace(/\/\*[^]*?\*\//g, '')
          .split(';')
          .some((statement) => {
            const line = statement.trim();
            return line !== '' && !line.startsWith('export');
          }),
      );
    assert.deepEqual(busy, []);
  });

  it('tests by the same stems as the sources', () => {
    // Tests of the whole: of the repository, or of the kernel as its clients see it.
    const whole =
      /^test\/((house|hashes|notebooks|replications|readme)|kernel\/(acceptance|clients|browser)\/.*)\.test\.ts$/;
    const lost = sources('test')
      .filter((file) => file.endsWith('.test.ts') && !whole.test(file))
      .filter((file) => {
        const tested = file.replace(/\.test\.ts$/, '.ts'); // something the tests rely on
        const stems = [tested.replace(/^test\//, 'src/'), tested.replace(/^test\//, ''), tested];
        return !stems.some((stem) => fs.existsSync(path.join(root, stem)));
      });
    assert.deepEqual(lost, []);
  });
});
