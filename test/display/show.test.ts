import assert from 'node:assert/strict';
import { showHtml, showSvg } from '../../src/display/show.js';
import { textWriter } from '../support/text-writer.js';

describe('show outside a notebook', () => {
  it('names a picture by the given text, its title, or its label', () => {
    const writer = textWriter();
    showSvg('<svg><title>Loss &amp; more</title></svg>', { writer });
    showSvg('<svg aria-label="Accuracy"></svg>', { writer });
    showSvg('<svg></svg>', { writer });
    showSvg('<svg><title>Loss</title></svg>', { writer, text: 'see the report' });
    assert.equal(
      writer.text(),
      '[figure: Loss & more]\n[figure: Accuracy]\n[figure: SVG]\nsee the report\n',
    );
  });

  it('writes the text of HTML', () => {
    const writer = textWriter();
    showHtml('<p>a <b>b</b></p>', { writer });
    assert.equal(writer.text(), 'a b\n');
  });
});
