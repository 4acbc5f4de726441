import { run } from '../jupyter/run.js';
import { demand, half, lacking, pass, type Check } from './check.js';

/** An object that offers two forms of itself, as Deno defined it and our kernel does too. */
export const offering =
  "({ [Symbol.for('Jupyter.display')]: () => " +
  "({ 'text/html': '<b>bold</b>', 'text/plain': 'bold' }) })";

/** Tier 3 of the public list. */
export const rich: readonly Check[] = [
  {
    id: 'display_data',
    tier: 3,
    verifies: 'a cell can show HTML',
    run: async (kernel, { display }) => {
      if (display === undefined) return lacking('nothing to show with');
      const { displays } = await run(kernel, display);
      return demand(displays[0]?.['text/html'] === '<b>bold</b>', 'no display_data with HTML');
    },
  },
  {
    id: 'update_display_data',
    tier: 3,
    verifies: 'what is shown can be replaced',
    run: async (kernel, { update }) => {
      if (update === undefined) return lacking('nothing to replace with');
      const { types } = await run(kernel, update);
      if (!types.includes('display_data')) return lacking('no display_data');
      return types.includes('update_display_data') ? pass : half('no update_display_data');
    },
  },
  {
    id: 'execute_result',
    tier: 3,
    verifies: 'the value of an expression comes as execute_result',
    run: async (kernel) => {
      const { types } = await run(kernel, '1 + 1');
      return demand(types.includes('execute_result'), 'no execute_result');
    },
  },
  {
    id: 'rich_execute_result',
    tier: 3,
    verifies: 'a value can offer HTML as execute_result',
    run: async (kernel) => {
      const { types, bundle } = await run(kernel, offering);
      if (!types.includes('execute_result')) return lacking('no execute_result');
      return demand('text/html' in bundle, `only ${Object.keys(bundle).join()}`);
    },
  },
];
