import { UserError } from '../../errors.js';
import { type Control, control } from './control.js';

export interface SliderOptions {
  /** 0 if not given. */
  readonly min?: number;
  /** 100 if not given. */
  readonly max?: number;
  /** 1 if not given. */
  readonly step?: number;
  /** `min` if not given. */
  readonly value?: number;
  readonly label?: string;
}

/** A number between `min` and `max` to choose with a slider: `slider({ max: 1, step: 0.1 })`. */
export function slider(options: SliderOptions = {}): Control<number> {
  const { min = 0, max = 100, step = 1, value = min, label = '' } = options;
  if (!(min < max && step > 0)) {
    throw new UserError(
      `A slider goes from a smaller to a larger number in steps above 0, but got min ${min}, ` +
        `max ${max}, step ${step}.`,
    );
  }
  const whole = [min, max, step].every(Number.isInteger);
  return control<number>(
    {
      name: whole ? 'IntSlider' : 'FloatSlider',
      style: 'SliderStyle',
      label,
      state: {
        min,
        max,
        step,
        behavior: 'drag-tap',
        continuous_update: true,
        orientation: 'horizontal',
        readout: true,
        readout_format: whole ? 'd' : `.${decimals(step)}f`,
      },
      toState: (number) => ({ value: number }),
      fromState: (state) => (typeof state.value === 'number' ? state.value : undefined),
      check: (number) => {
        if (number >= min && number <= max) return;
        throw new UserError(`This slider goes from ${min} to ${max}, but was set to ${number}.`);
      },
      describe: String,
    },
    value,
  );
}

/** Digits behind the point that a step needs. */
function decimals(step: number): number {
  return [1, 2, 3, 4, 5].find((digits) => Number(step.toFixed(digits)) === step) ?? 6;
}
