export { button, type ButtonOptions } from './button.js';
export { checkbox, type CheckboxOptions } from './checkbox.js';
export type { Control } from './control.js';
export { dropdown, type DropdownOptions } from './dropdown.js';
export { slider, type SliderOptions } from './slider.js';
