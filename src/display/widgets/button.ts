import { type Control, control } from './control.js';

export interface ButtonOptions {
  readonly label?: string;
}

/** Something to click; its value is how often that was done. */
export function button({ label = 'Go' }: ButtonOptions = {}): Control<number> {
  return control(
    {
      name: 'Button',
      style: 'ButtonStyle',
      label,
      state: { button_style: '', icon: '' },
      toState: () => ({}),
      fromState: () => undefined,
      fromEvent: ({ event }, clicks) => (event === 'click' ? clicks + 1 : undefined),
      check: () => undefined,
      describe: (clicks) => `clicked ${clicks === 1 ? 'once' : `${clicks} times`}`,
    },
    0,
  );
}
