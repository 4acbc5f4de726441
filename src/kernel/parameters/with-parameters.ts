import { unknownName, UserError } from '../../errors.js';
import { cellTags, isCodeCell, type Cell, type Notebook } from '../notebook/notebook.js';
import { lastGiven, type Given } from './given.js';
import { readParametersCell, type Parameter } from './parameters-cell.js';

/** What a notebook can be given: the variables of its cell tagged `parameters`. */
export function notebookParameters(notebook: Notebook, path: string): readonly Parameter[] {
  return readParametersCell(parametersCell(notebook, path).source, path).parameters;
}

/**
 * The notebook with the values in a cell tagged `injected-parameters`, after the cell tagged
 * `parameters`; such a cell of an earlier run is replaced. The names of the tags are papermill's.
 *
 * Throws a `UserError` if a name is not declared there or a value does not fit its type.
 */
export function withParameters(
  notebook: Notebook,
  given: readonly Given[],
  path: string,
): Notebook {
  const cell = parametersCell(notebook, path);
  const source = injectedSource(cell.source, lastGiven(given), path);
  const isInjected = (each: Cell): boolean => cellTags(each).includes('injected-parameters');
  const old = notebook.cells.find(isInjected);
  const injected: Cell = {
    cell_type: 'code',
    ...(hasIds(notebook) ? { id: old?.id ?? 'injected-parameters' } : {}),
    metadata: { tags: ['injected-parameters'] },
    source,
    execution_count: null,
    outputs: [],
  };
  const others = notebook.cells.filter((each) => !isInjected(each));
  const cells = others.flatMap((each) => (each === cell ? [each, injected] : [each]));
  return { ...notebook, cells };
}

function parametersCell(notebook: Notebook, path: string): Cell {
  const cell = notebook.cells.find(
    (each) => isCodeCell(each) && cellTags(each).includes('parameters'),
  );
  if (cell !== undefined) return cell;
  throw new UserError(
    `${path} takes no parameters: none of its code cells is tagged parameters. ` +
      'Declare them in one cell, such as `const seeds = 5;`, and give it that tag.',
  );
}

function injectedSource(source: string, given: readonly Given[], path: string): string {
  const questions = given.flatMap(({ name, meanings }) =>
    meanings.map((expression) => ({ name, expression })),
  );
  const { parameters, objections } = readParametersCell(source, path, questions);
  const names = parameters.map(({ name }) => name);
  let asked = 0;
  const values = given.map((each) => {
    const parameter = parameters.find(({ name }) => name === each.name);
    if (parameter === undefined) throw unknownParameter(each.name, names, path);
    const answers = objections.slice(asked, (asked += each.meanings.length));
    const fitting = answers.indexOf(undefined);
    if (fitting < 0) throw misfit(each, parameter, answers[0] ?? '', path);
    return { parameter, value: each.meanings[fitting] };
  });
  const order = (parameter: Parameter): number => parameters.indexOf(parameter);
  values.sort((a, b) => order(a.parameter) - order(b.parameter));
  return values.map(({ parameter, value }) => declare(parameter, value)).join('\n');
}

function declare({ keyword, name, type }: Parameter, value: string): string {
  return `${keyword} ${name}${type === undefined ? '' : `: ${type}`} = ${value};`;
}

function unknownParameter(name: string, names: readonly string[], path: string): UserError {
  if (names.length > 0) return unknownName(`parameter of ${path} called`, name, names);
  return new UserError(`The cell of ${path} that is tagged parameters declares no variable.`);
}

function misfit(
  { name, text }: Given,
  { allowed, initial }: Parameter,
  objection: string,
  path: string,
): UserError {
  const short = initial !== undefined && initial.length < 60;
  const example = short ? `, such as ${initial}` : '';
  return new UserError(
    `The parameter ${name} of ${path} cannot be ${text}; expected ${allowed}${example}. ` +
      `TypeScript says: ${objection}`,
  );
}

/** Cells have names of their own from nbformat 4.5 on. */
function hasIds({ nbformat_minor: minor }: Notebook): boolean {
  return minor >= 5;
}
