import { type Control, control } from './control.js';

export interface CheckboxOptions {
  /** False if not given. */
  readonly value?: boolean;
  readonly label?: string;
}

/** Something to tick. */
export function checkbox({ value = false, label = '' }: CheckboxOptions = {}): Control<boolean> {
  return control(
    {
      name: 'Checkbox',
      style: 'CheckboxStyle',
      label,
      state: { indent: true },
      toState: (ticked) => ({ value: ticked }),
      fromState: (state) => (typeof state.value === 'boolean' ? state.value : undefined),
      check: () => undefined,
      describe: (ticked) => (ticked ? 'yes' : 'no'),
    },
    value,
  );
}
