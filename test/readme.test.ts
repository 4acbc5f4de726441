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

  it('shows code that runs and prints what it says', async function () {
    this.timeout(30_000);
    const [code] = blocks('README.md', 'ts');
    const expected = /; \/\/ (\S+)$/m.exec(code)?.[1];
    const file = path.join(newFolder(), 'example.mts');
    const source = path.join(root, 'src', 'index.ts');
    fs.writeFileSync(file, code.replace("'prunelab'", JSON.stringify(source)));
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', file], {
      cwd: root,
    });
    assert.equal(stdout.trim(), expected);
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
