import assert from 'node:assert/strict';
import { newProject } from '../../support/jupyter/project.js';
import { sharedKernel } from '../../support/jupyter/shared-kernel.js';

describe('the meaning of code in cells', () => {
  const folder = newProject({});
  const { good, bad } = sharedKernel({ cwd: folder });
  const printed = async (...cells: string[]): Promise<string> => {
    let last = '';
    for (const code of cells) last = (await good(code)).stdout;
    return last.trimEnd();
  };

  it('lets functions see what later cells assign', async () => {
    assert.equal(
      await printed(
        'let x = 1; function getX() { return x; } const incX = () => { x++; };',
        'x = 2; incX(); console.log(x, getX());',
      ),
      '3 3',
    );
  });

  it('runs loops at the top level nearly as fast as in a function', async () => {
    const loop = 'let sum = 0; for (let i = 0; i < 1e7; i++) sum += i;';
    const timed = (code: string): string =>
      `const begun = performance.now(); ${code} console.log(performance.now() - begun);`;
    const top = Number(await printed(timed(loop)));
    const inside = Number(await printed(timed(`(() => { ${loop} })();`)));
    assert.ok(top < 15 * Math.max(inside, 10), `${top} ms, in a function ${inside} ms`);
  });

  it('writes to an array of an earlier cell nearly as fast as in a function', async () => {
    const loop = 'for (let i = 0; i < 1e7; i++) cells[i % 1000] = i;';
    await good('const cells = new Float64Array(1000);');
    const timed = (code: string): string =>
      `const begun2 = performance.now(); ${code} console.log(performance.now() - begun2);`;
    const top = Number(await printed(timed(loop)));
    const inside = Number(await printed(timed(`(() => { ${loop} })();`)));
    assert.ok(top < 15 * Math.max(inside, 10), `${top} ms, in a function ${inside} ms`);
  });

  it('waits at the top level: await, for await, await using', async () => {
    assert.equal(
      await printed(
        'async function* three() { yield 1; yield 2; yield 3; }',
        'for await (const n of three()) console.log(n);',
      ),
      '1\n2\n3',
    );
    assert.equal(
      await printed('const later = await Promise.resolve(5);', 'console.log(later);'),
      '5',
    );
    assert.equal(
      await printed(
        "{ await using file = { [Symbol.asyncDispose]: async () => console.log('closed') }; " +
          "console.log('open'); }",
      ),
      'open\nclosed',
    );
  });

  it('knows the TypeScript and the library of today', async () => {
    assert.equal(
      await printed("{ using door = { [Symbol.dispose]: () => console.log('shut') }; }"),
      'shut',
    );
    assert.equal(await printed('console.log([3, 1, 2].toSorted().join());'), '1,2,3');
    await good(
      'const grouped = () => Object.groupBy([1, 2, 3], (n) => (n > 1 ? "big" : "small"));',
    );
    await good('const united = () => new Set([1]).union(new Set([2]));');
    assert.equal(
      await printed(
        'function noted(method: (this: Kept) => string, context: ClassMethodDecoratorContext) ' +
          '{ return function (this: Kept) { return `${String(context.name)}: ${method.call(this)}`; }; }\n' +
          "class Kept { @noted say() { return 'hi'; } }\nconsole.log(new Kept().say());",
      ),
      'say: hi',
    );
    assert.equal(
      await printed(
        'enum Colour { Red, Green }\nnamespace Shapes { export const corners = 4; }\n' +
          'const palette = { a: Colour.Green } satisfies Record<string, Colour>;\n' +
          'console.log(palette.a, Colour[0], Shapes.corners);',
      ),
      '1 Red 4',
    );
  });

  it('lets a later cell declare a name anew, with another type', async () => {
    await good('const thing = 1; class Box { size = 1; } function make() { return 1; }');
    await good(
      "const thing = 'text'; class Box { label = 'b'; } function make() { return 'made'; }",
    );
    assert.equal(
      await printed('console.log(thing.toUpperCase(), new Box().label, make().length);'),
      'TEXT b 4',
    );
    assert.equal(await printed('let thing: number | undefined; console.log(thing);'), 'undefined');
  });

  it('lets a type and a value of one name come from different cells', async () => {
    await good('const Shape = { corners: 4 };');
    await good('type Shape = typeof Shape;');
    assert.equal(await printed('const s: Shape = Shape; console.log(s.corners);'), '4');
    await good('const Shape = { corners: 5 };');
    assert.equal(
      await printed('const t: Shape = s; console.log(t.corners, Shape.corners);'),
      '4 5',
    );
    await good('interface Shape { sides: number }');
    await bad('const u: Shape = { corners: 1 };');
    assert.equal(
      await printed('const v: Shape = { sides: Shape.corners }; console.log(v);'),
      '{ sides: 5 }',
    );
    await good('class Shape { own = 1; }');
    assert.equal(await printed('const w: Shape = new Shape(); console.log(w.own);'), '1');
    await good('const Shape = 6;');
    await bad('const x: Shape = 6;');
  });

  it('checks types over cells', async () => {
    await good('interface Point { x: number; y: number } const origin: Point = { x: 0, y: 0 };');
    await good('const moved: Point = { ...origin, x: 1 };');
    await bad('const wrong: Point = { x: 1 };');
    await bad('origin.z;');
    await bad('origin = { x: 1, y: 1 };');
  });

  it('keeps what cells have declared when code runs that the notebook does not count', async () => {
    await good('const counted = 1;');
    await good('const uncounted = 2;', { storeHistory: false });
    await bad('const broken: = 3;', { storeHistory: false });
    assert.equal(await printed('console.log(counted + uncounted);'), '3');
  });

  it('keeps what was declared before a throw', async () => {
    await bad("let before = 1; const also = [2]; throw new Error('halfway');");
    assert.equal(await printed('console.log(before, also[0]);'), '1 2');
  });

  it('declares as JavaScript does: hoisting, patterns, names, closures of loops', async () => {
    assert.equal(await printed('console.log(early()); function early() { return 1; }'), '1');
    assert.equal(
      await printed(
        'const { a, b: [c, ...rest], d = 4 } = { a: 1, b: [2, 3] } as { a: number; b: number[]; d?: number };',
        'console.log(a, c, rest.length, d);',
      ),
      '1 2 1 4',
    );
    assert.equal(
      await printed('class Named {} const arrow = () => 1; console.log(Named.name, arrow.name);'),
      'Named arrow',
    );
    assert.equal(
      await printed(
        'const closures: (() => number)[] = []; for (let i = 0; i < 3; i++) closures.push(() => i);',
        'console.log(closures.map((f) => f()).join());',
      ),
      '0,1,2',
    );
    assert.equal(
      await printed(
        'rows: for (const r of [1, 2]) for (const s of [1, 2]) { if (s === 2) continue rows; console.log(r, s); }',
      ),
      '1 1\n2 1',
    );
  });

  it('takes export and import.meta for what they mean in a cell', async () => {
    assert.equal(await printed('export const shared = 3;', 'console.log(shared);'), '3');
    const { stdout } = await good('console.log(import.meta.url, import.meta.dirname);');
    const [url, dirname] = stdout.trim().split(' ');
    assert.match(url, /^file:/);
    assert.equal(dirname, folder);
  });

  it('does not run cells that are type errors, and forgets what they would have declared', async () => {
    const { stdout } = await bad("console.log('ran'); const typo: number = 'text';");
    assert.equal(stdout, '');
    await bad('typo;');
  });
});
