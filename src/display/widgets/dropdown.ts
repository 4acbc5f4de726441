import { UserError } from '../../errors.js';
import { type Control, control } from './control.js';

export interface DropdownOptions<T> {
  /** What there is to choose from; not empty. */
  readonly options: readonly T[];
  /** The first option if not given. */
  readonly value?: T;
  readonly label?: string;
  /** How an option is called; `String` if not given. */
  readonly format?: (option: T) => string;
}

/** One of several things to choose: `dropdown({ options: ['sgd', 'adam'], label: 'optimiser' })`. */
export function dropdown<T>(given: DropdownOptions<T>): Control<T> {
  const { options, label = '', format = String } = given;
  if (options.length === 0) throw new UserError('A dropdown needs options to choose from.');
  const { value = options[0] } = given;
  return control(
    {
      name: 'Dropdown',
      style: 'DescriptionStyle',
      label,
      state: { _options_labels: options.map(format) },
      toState: (option) => ({ index: options.indexOf(option) }),
      fromState: ({ index }) => (typeof index === 'number' ? options[index] : undefined),
      check: (option) => {
        if (options.includes(option)) return;
        const names = options.map(format).join(', ');
        throw new UserError(`'${format(option)}' is none of the options: ${names}.`);
      },
      describe: format,
    },
    value,
  );
}
