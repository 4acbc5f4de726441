import assert from 'node:assert/strict';
import path from 'node:path';
import { packageRoot } from '../../../src/package-root.js';
import {
  clientScript,
  describeClients,
  environmentWithKernel,
  type Python,
  runPython,
} from '../../support/jupyter.js';

interface Cell {
  readonly code: string;
  /** What is typed when it asks. */
  readonly answers?: readonly string[];
  /** Interrupt it at its first output. */
  readonly interrupt?: boolean;
}

/** What `drive.py` does, one after the other in one kernel. */
type Step =
  | ({ readonly do: 'execute' } & Cell)
  | { readonly do: 'execute_all'; readonly codes: readonly string[] }
  | { readonly do: 'request'; readonly type: string; readonly content: object }
  | { readonly do: 'restart' | 'is_alive' | 'shutdown' };

type Content = Readonly<Record<string, unknown>>;

interface Executed {
  readonly reply: Content;
  readonly outputs: readonly { readonly type: string; readonly content: Content }[];
  readonly prompts: readonly Content[];
}

async function drive(python: Python, steps: readonly Step[]): Promise<unknown[]> {
  const { code, stdout, stderr } = await runPython(python, [clientScript('drive.py'), 'prunelab'], {
    env: environmentWithKernel(),
    cwd: path.join(packageRoot(), 'notebooks'),
    input: JSON.stringify(steps),
  });
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout) as unknown[];
}

/** Runs cells in one kernel. */
async function execute(python: Python, ...cells: (string | Cell)[]): Promise<Executed[]> {
  const steps = cells.map((cell): Step => {
    return { do: 'execute', ...(typeof cell === 'string' ? { code: cell } : cell) };
  });
  return (await drive(python, steps)) as Executed[];
}

/** The outputs of one type. */
function of(type: string, { outputs }: Executed): Content[] {
  return outputs.filter((output) => output.type === type).map(({ content }) => content);
}

function printed(name: 'stdout' | 'stderr', executed: Executed): string {
  return of('stream', executed)
    .filter((content) => content.name === name)
    .map((content) => content.text)
    .join('');
}

describe("the kernel under Debian's and PyPI's jupyter_client", () => {
  describeClients(['jupyter_client'], (python) => {
    it('says what it is', async () => {
      const step: Step = { do: 'request', type: 'kernel_info_request', content: {} };
      const [info] = (await drive(python, [step])) as Content[];
      assert.equal(info.status, 'ok');
      const language = info.language_info as Content;
      assert.equal(language.name, 'typescript');
      assert.equal(language.file_extension, '.ts');
      assert.match(String(info.protocol_version), /^5\.\d/);
    });

    it('gives results, streams and displays', async () => {
      const [result, quiet, streams, rich] = await execute(
        python,
        'const a: number = 40;\na + 2',
        'a + 3;',
        "console.log('out'); console.error('err')",
        "({ [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<b>b</b>', 'text/plain': 'b' }) })",
      );
      assert.equal(result.reply.status, 'ok');
      assert.deepEqual(of('execute_input', result), [
        { code: 'const a: number = 40;\na + 2', execution_count: 1 },
      ]);
      assert.deepEqual(of('execute_result', result)[0].data, { 'text/plain': '42' });
      assert.equal(of('execute_result', result)[0].execution_count, 1);
      assert.deepEqual(of('execute_result', quiet), [], 'a semicolon at the end silences a result');
      assert.equal(printed('stdout', streams), 'out\n');
      assert.equal(printed('stderr', streams), 'err\n');
      assert.deepEqual(of('execute_result', rich)[0].data, {
        'text/html': '<b>b</b>',
        'text/plain': 'b',
      });
    });

    it('reports errors, thrown and of types, with the lines of the cell', async () => {
      const [thrown, typed, after] = await execute(
        python,
        "const before = 1;\nfunction bad(): never {\n  throw new RangeError('no');\n}\nbad();",
        "console.log('not reached');\nconst text: string = 4;",
        'before',
      );
      assert.equal(thrown.reply.status, 'error');
      const [error] = of('error', thrown);
      assert.deepEqual([error.ename, error.evalue], ['RangeError', 'no']);
      const traceback = (error.traceback as string[]).join('\n');
      assert.match(traceback, /:3:\d+/);
      assert.match(traceback, /:5:\d+/);
      assert.doesNotMatch(traceback, /node:internal|dist\/src\/kernel/);
      assert.equal(typed.reply.status, 'error');
      assert.match((of('error', typed)[0].traceback as string[]).join('\n'), /'number'.*'string'/);
      assert.equal(printed('stdout', typed), '', 'a cell with a type error does not run');
      assert.deepEqual(of('execute_result', after)[0].data, { 'text/plain': '1' });
    });

    it('asks for input', async () => {
      const [asked, refused] = await execute(
        python,
        { code: "const who = await input('name? ');\n`Hello, ${who}`", answers: ['Ada'] },
        "await input('and now? ')",
      );
      assert.deepEqual(asked.prompts, [{ prompt: 'name? ', password: false }]);
      assert.deepEqual(of('execute_result', asked)[0].data, { 'text/plain': "'Hello, Ada'" });
      assert.equal(refused.reply.status, 'error', 'nobody can be asked');
    });

    it('interrupts every kind of loop, and goes on', async () => {
      const loops = [
        "console.log('now'); for (;;) {}",
        "await 1; console.log('now'); for (;;) {}",
        "console.log('now'); for (;;) await undefined;",
        "console.log('now'); for (;;) await new Promise((next) => setTimeout(next, 10));",
        "setTimeout(() => { console.log('now'); for (;;) {} }, 10); await new Promise(() => {});",
      ];
      const cells = loops.flatMap((code) => [{ code, interrupt: true }, '1 + 1']);
      const all = await execute(python, ...cells);
      loops.forEach((code, i) => {
        assert.equal(all[2 * i].reply.status, 'error', code);
        assert.deepEqual(of('execute_result', all[2 * i + 1])[0].data, { 'text/plain': '2' }, code);
      });
    });

    it('skips what was sent along with a cell that fails', async () => {
      const codes = ['1', "throw new Error('stop')", '2', '3'];
      const [replies, [after]] = await Promise.all([
        drive(python, [{ do: 'execute_all', codes }]).then(([all]) => all as Content[]),
        execute(python, '4'),
      ]);
      assert.deepEqual(
        replies.map(({ status }) => status),
        ['ok', 'error', 'aborted', 'aborted'],
      );
      assert.equal(after.reply.status, 'ok');
    });

    it('completes, inspects and tells whole code from half of it', async () => {
      const code = 'const lengths = [1, 2];\nlengths.redu';
      const [, completed, inspected, half, history] = (await drive(python, [
        { do: 'execute', code: '/** How many there are. */\nconst howMany = 3;' },
        {
          do: 'request',
          type: 'complete_request',
          content: { code, cursor_pos: code.length },
        },
        {
          do: 'request',
          type: 'inspect_request',
          content: { code: 'howMany', cursor_pos: 3, detail_level: 0 },
        },
        { do: 'request', type: 'is_complete_request', content: { code: 'for (;;) {' } },
        {
          do: 'request',
          type: 'history_request',
          content: { hist_access_type: 'tail', n: 1, output: false, raw: true },
        },
      ])) as Content[];
      assert.deepEqual(completed.matches, ['reduce', 'reduceRight']);
      assert.equal(completed.cursor_start, code.length - 'redu'.length);
      assert.equal(inspected.found, true);
      assert.match(JSON.stringify(inspected.data), /How many there are\./);
      assert.equal(half.status, 'incomplete');
      assert.match(JSON.stringify(history.history), /howMany = 3/);
    });

    it('loses no line of a flood', async () => {
      const [flood] = await execute(python, 'for (let i = 0; i < 100_000; i++) console.log(i);');
      const lines = printed('stdout', flood).trimEnd().split('\n');
      assert.equal(lines.length, 100_000);
      assert.ok(lines.every((line, i) => line === String(i)));
    });

    it('restarts with nothing kept, and ends when it is told to', async () => {
      const [, restarted, forgotten, ended] = (await drive(python, [
        { do: 'execute', code: 'const kept = 1;\nsetInterval(() => {}, 1000);' },
        { do: 'restart' },
        { do: 'execute', code: 'typeof (globalThis as { kept?: number }).kept' },
        { do: 'shutdown' },
      ])) as [Executed, { alive: boolean }, Executed, { alive: boolean; seconds: number }];
      assert.equal(restarted.alive, true);
      assert.deepEqual(of('execute_result', forgotten)[0].data, { 'text/plain': "'undefined'" });
      assert.equal(ended.alive, false);
      assert.ok(ended.seconds < 4, 'it went by itself: jupyter_client kills after 5 s');
    });
  });
});
