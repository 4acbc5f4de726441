import type { Row } from '../../experiment/experiment.js';
import type { NumbersTable } from '../replication.js';
import { html, type Html, inline } from './html.js';

/** A table of numbers with its caption. */
export function numbersTable(table: NumbersTable, rows: readonly Row[]): Html {
  const { id, title, caption, source, columns } = table;
  return html`<figure id="table-${id}">
    <div class="scroll" tabindex="0" role="region" aria-label="${title}">
      <table class="numbers">
        <thead>
          <tr>
            ${columns.map((column) => html`<th scope="col">${column}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${table.lines(rows).map(lineOf)}
        </tbody>
      </table>
    </div>
    <figcaption>
      <strong>${title}</strong> ${inline(caption)} <span class="note">Repeats ${source}.</span>
    </figcaption>
  </figure>`;
}

function lineOf([name, ...cells]: readonly string[]): Html {
  return html`<tr>
    <th scope="row">${name}</th>
    ${cells.map((cell) => html`<td>${cell}</td>`)}
  </tr>`;
}
