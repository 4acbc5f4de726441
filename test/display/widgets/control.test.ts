import assert from 'node:assert/strict';
import { bundleOf } from '../../../src/display/show.js';
import { button } from '../../../src/display/widgets/button.js';
import { checkbox } from '../../../src/display/widgets/checkbox.js';
import { dropdown } from '../../../src/display/widgets/dropdown.js';
import { slider } from '../../../src/display/widgets/slider.js';
import { type FakeComm, inNotebook } from '../../support/fake-notebook.js';

type State = Readonly<Record<string, unknown>>;
const stateOf = ({ options }: FakeComm): State => options.data?.state as State;

describe('controls', () => {
  describe('in our kernel', () => {
    const notebook = inNotebook();

    it('are a layout, a style and a model that names them, by the protocol of ipywidgets', () => {
      slider({ min: 1, max: 9, label: 'rounds' });
      const { comms } = notebook();
      assert.deepEqual(
        comms.map((comm) => [stateOf(comm)._model_name, stateOf(comm)._view_name]),
        [
          ['LayoutModel', 'LayoutView'],
          ['SliderStyleModel', 'StyleView'],
          ['IntSliderModel', 'IntSliderView'],
        ],
      );
      for (const { options } of comms) {
        assert.equal(options.target, 'jupyter.widget');
        assert.deepEqual(options.metadata, { version: '2.1.0' });
        assert.deepEqual(options.data?.buffer_paths, []);
      }
      const state = stateOf(comms[2]);
      assert.equal(state._model_module, '@jupyter-widgets/controls');
      assert.equal(state._model_module_version, '2.0.0');
      assert.equal(state.layout, 'IPY_MODEL_comm-1');
      assert.equal(state.style, 'IPY_MODEL_comm-2');
      assert.deepEqual(
        [state.min, state.max, state.step, state.value, state.description],
        [1, 9, 1, 1, 'rounds'],
      );
    });

    it('are shown as a view of their model', async () => {
      const bundle = await bundleOf(slider());
      assert.deepEqual(bundle['application/vnd.jupyter.widget-view+json'], {
        version_major: 2,
        version_minor: 0,
        model_id: 'comm-3',
      });
    });

    it('follow the reader', () => {
      const rate = slider({ max: 1, step: 0.25 });
      const heard: number[] = [];
      const stop = rate.onChange((value) => heard.push(value));
      const [, , model] = notebook().comms;
      model.say({ method: 'update', state: { value: 0.5 }, buffer_paths: [] });
      model.say({ method: 'update', state: { value: 0.5 }, buffer_paths: [] });
      stop();
      model.say({ method: 'update', state: { value: 0.75 } });
      assert.equal(rate.value, 0.75);
      assert.deepEqual(heard, [0.5]);
      assert.deepEqual(model.sent, []);
    });

    it('follow the code', () => {
      const rounds = slider({ max: 9 });
      const [, , model] = notebook().comms;
      rounds.value = 4;
      assert.deepEqual(model.sent, [{ method: 'update', state: { value: 4 }, buffer_paths: [] }]);
      assert.throws(() => (rounds.value = 10), /goes from 0 to 9, but was set to 10/);
      assert.equal(rounds.value, 4);
    });

    it('tell a page that is loaded again all they know', () => {
      const rounds = slider({ max: 9 });
      const [, , model] = notebook().comms;
      model.say({ method: 'update', state: { value: 3 } });
      model.say({ method: 'request_state' });
      const [{ method, state }] = model.sent;
      assert.equal(method, 'update');
      assert.deepEqual([(state as State).value, (state as State).max], [3, 9]);

      const page = notebook().open('jupyter.widget.control');
      page.say({ method: 'request_states' });
      const [answer] = page.sent;
      assert.equal(answer.method, 'update_states');
      const states = answer.states as Record<string, Record<string, unknown>>;
      assert.deepEqual(Object.keys(states), ['comm-1', 'comm-2', 'comm-3']);
      assert.equal(states['comm-3'].model_name, 'IntSliderModel');
      assert.equal((states['comm-3'].state as State).value, 3);

      rounds.close();
      assert.ok(notebook().comms.every((comm) => comm.closed()));
      page.say({ method: 'request_states' });
      assert.deepEqual(page.sent[1].states, {});
    });

    it('give their changes one by one until they are closed', async () => {
      const rounds = slider({ max: 9 });
      const [, , model] = notebook().comms;
      const seen: number[] = [];
      const reading = (async () => {
        for await (const value of rounds) seen.push(value);
      })();
      await Promise.resolve();
      for (const value of [1, 2]) model.say({ method: 'update', state: { value } });
      await new Promise(setImmediate);
      rounds.value = 5;
      await new Promise(setImmediate);
      rounds.close();
      await reading;
      assert.deepEqual(seen, [1, 2, 5]);
    });

    it('tick, choose and click', () => {
      const on = checkbox({ label: 'on' });
      const arm = dropdown({ options: ['dense', 'ticket'], value: 'ticket' });
      const go = button({ label: 'Go' });
      const [box, list, knob] = notebook().comms.filter((_, i) => i % 3 === 2);
      assert.deepEqual(
        [box, list, knob].map((comm) => stateOf(comm)._model_name),
        ['CheckboxModel', 'DropdownModel', 'ButtonModel'],
      );
      assert.deepEqual(stateOf(list)._options_labels, ['dense', 'ticket']);
      assert.equal(stateOf(list).index, 1);
      box.say({ method: 'update', state: { value: true } });
      list.say({ method: 'update', state: { index: 0 } });
      knob.say({ method: 'custom', content: { event: 'click' } });
      knob.say({ method: 'custom', content: { event: 'click' } });
      assert.deepEqual([on.value, arm.value, go.value], [true, 'dense', 2]);
    });
  });

  describe('elsewhere', () => {
    it('keep their value, and say how one could set it', async () => {
      const rate = slider({ max: 1, step: 0.1, value: 0.3, label: 'rate <' });
      const bundle = await bundleOf(rate);
      assert.equal(bundle['text/plain'], 'rate <: 0.3');
      assert.match(String(bundle['text/html']), /^rate &lt;: 0\.3 .*JupyterLab with ipywidgets/);
      assert.equal(bundle['application/vnd.jupyter.widget-view+json'], undefined);
      rate.value = 0.4;
      assert.equal(rate.value, 0.4);
      for await (const value of rate) assert.fail(`nobody set it to ${value}`);
      rate.close();
    });

    it('reject what makes no sense', () => {
      assert.throws(() => slider({ min: 1, max: 1 }), /from a smaller to a larger number/);
      assert.throws(() => slider({ value: 200 }), /goes from 0 to 100, but was set to 200/);
      assert.throws(() => dropdown({ options: [] }), /needs options/);
      assert.throws(
        () => dropdown({ options: ['a'], value: 'b' }),
        /'b' is none of the options: a/,
      );
    });
  });
});
