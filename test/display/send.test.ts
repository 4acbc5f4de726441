import assert from 'node:assert/strict';
import { clear, send, slot } from '../../src/display/send.js';
import { inNotebook } from '../support/fake-notebook.js';
import { textWriter } from '../support/text-writer.js';

describe('send', () => {
  it('writes the text of a bundle where there is no notebook', () => {
    const writer = textWriter();
    send({ 'text/html': '<p>a <b>b</b></p>' }, { writer });
    send({ 'image/svg+xml': '<svg><title>Loss &amp; more</title></svg>' }, { writer });
    send({ 'image/svg+xml': '<svg aria-label="Accuracy"></svg>' }, { writer });
    send({ 'image/png': 'iVBO' }, { writer });
    send({ 'text/html': '<p>no</p>', 'text/plain': 'yes' }, { writer });
    assert.equal(writer.text(), 'a b\n[Loss & more]\n[Accuracy]\n[image/png]\nyes\n');
  });

  it('prints each content of a slot there', () => {
    const writer = textWriter();
    const place = slot({ writer });
    send({ 'text/plain': '1' }, { slot: place });
    send({ 'text/plain': '2' }, { slot: place });
    assert.equal(writer.text(), '1\n2\n');
  });

  describe('in our kernel', () => {
    const notebook = inNotebook();

    it('publishes at once, and adds the text that is missing', () => {
      send({ 'text/html': '<b>x</b>' });
      const [{ data, options }] = notebook().published;
      assert.deepEqual(data, { 'text/html': '<b>x</b>', 'text/plain': 'x' });
      assert.equal(options.update, false);
    });

    it('gives each display a name of its own, and a slot the same one', () => {
      const place = slot();
      send({ 'text/plain': 'a' });
      send({ 'text/plain': 'b' }, { slot: place });
      send({ 'text/plain': 'c' }, { slot: place });
      const ids = notebook().published.map(({ options }) => options.displayId);
      assert.equal(new Set(ids).size, 2);
      assert.equal(ids[1], ids[2]);
      const updates = notebook().published.map(({ options }) => options.update);
      assert.deepEqual(updates, [false, false, true]);
    });

    it('clears the output of the cell', () => {
      clear();
      clear(true);
      assert.deepEqual(notebook().cleared, [false, true]);
    });
  });

  describe('in the kernel of Deno', () => {
    const calls: unknown[] = [];
    before(() => {
      const record =
        (name: string) =>
        (...given: unknown[]): Promise<void> => {
          calls.push([name, ...given]);
          return Promise.resolve();
        };
      const jupyter = { display: record('display'), broadcast: record('broadcast') };
      Object.assign(globalThis, { Deno: { jupyter } });
    });
    after(() => {
      Reflect.deleteProperty(globalThis, 'Deno');
    });

    it('hands on the whole bundle', () => {
      send({ 'text/plain': 'a' });
      clear(true);
      const [[name, bundle, options], cleared] = calls as [
        [string, unknown, { raw: boolean; update: boolean }],
        unknown,
      ];
      assert.deepEqual([name, bundle], ['display', { 'text/plain': 'a' }]);
      assert.deepEqual([options.raw, options.update], [true, false]);
      assert.deepEqual(cleared, ['broadcast', 'clear_output', { wait: true }]);
    });
  });

  it('takes Deno outside its kernel for a terminal', () => {
    const deno = {
      get jupyter(): never {
        throw new Error('only available in `deno jupyter`');
      },
    };
    Object.assign(globalThis, { Deno: deno });
    const writer = textWriter();
    send({ 'text/plain': 'a' }, { writer });
    Reflect.deleteProperty(globalThis, 'Deno');
    assert.equal(writer.text(), 'a\n');
  });
});
