import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { packageRoot } from '../src/package-root.js';
import { newFolder } from './support/temporary-folder.js';

const root = packageRoot();
const documents = ['README.md', 'CONTRIBUTING.md', 'GLOSSARY.md'];
const text = (file: string): string => fs.readFileSync(path.join(root, file), 'utf8');
const blocks = (file: string, language: string): string[] =>
  [...text(file).matchAll(new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\``, 'gm'))].map((m) => m[1]);

describe('README', () => {
  it('opens with two commands of one line each: the main job and the tests', () => {
    assert.deepEqual(blocks('README.md', 'sh').slice(0, 2), [
      'npm ci && npm run build && npx prunelab run frankle2019lottery\n',
      'npm ci && npm test\n',
    ]);
    assert.ok(text('.ci/run').includes('\nnpm ci && npm test\n'), 'CI runs the test command');
  });

  /** What a piece of code prints. */
  const run = async (code: string): Promise<string> => {
    const file = path.join(newFolder(), 'example.mts');
    const source = path.join(root, 'src', 'index.ts');
    fs.writeFileSync(file, code.replace("'prunelab'", JSON.stringify(source)));
    const options = { cwd: root };
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', file],
      options,
    );
    return stdout.trim();
  };

  it('shows code that runs and prints what it says', async function () {
    this.timeout(30_000);
    const [code] = blocks('README.md', 'ts');
    assert.equal(await run(code), /; \/\/ (\S+)$/m.exec(code)?.[1]);
  });

  it('shows code that trains, here two steps of a smaller net on built-in data', async function () {
    this.timeout(60_000);
    let code = blocks('README.md', 'ts')[1];
    for (const [shown, instead] of [
      ["'cifar-10'", "'glyphs-14'"],
      ["'resnet-20'", "'resnet-8-w4'"],
      ['data.size }', '256 }'],
      ['to: 1000', 'to: 2'],
    ]) {
      assert.ok(code.includes(shown), shown);
      code = code.replace(shown, instead);
    }
    assert.match(await run(code), /^\{ loss: [\d.]+, accuracy: 0\.\d+ \}$/);
  });

  it('names only commands, scripts and files that exist', () => {
    const commands = new Set(
      fs.readdirSync(path.join(root, 'src', 'cli')).map((name) => name.replace('.ts', '')),
    );
    const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> };
    for (const file of documents) {
      for (const [, name] of text(file).matchAll(/npx prunelab ([a-z]+)/g)) {
        assert.ok(commands.has(name), `${file}: prunelab ${name}`);
      }
      for (const [, name] of text(file).matchAll(/npm run ([a-z:]+)/g)) {
        assert.ok(Object.hasOwn(scripts, name), `${file}: npm run ${name}`);
      }
      for (const [, link] of text(file).matchAll(/\]\(([^)#:]+)\)/g)) {
        assert.ok(fs.existsSync(path.join(root, link)), `${file}: ${link}`);
      }
      for (const [, name] of text(file).matchAll(
        /`((?:src|test|bench|replications)\/[\w./-]+)`/g,
      )) {
        assert.ok(fs.existsSync(path.join(root, name)), `${file}: ${name}`);
      }
    }
  });
});
