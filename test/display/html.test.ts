import assert from 'node:assert/strict';
import { escapeHtml, htmlToText } from '../../src/display/html.js';

describe('html', () => {
  it('escapes every sign that means something', () => {
    assert.equal(escapeHtml(`<a b="c" d='e'>&`), '&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;');
  });

  it('reads text from HTML: blocks end lines, entities are signs, scripts and pictures are gone', () => {
    const html =
      '<style>p { color: red }</style><h2>A &amp; B</h2>\n<p>one\n  two<br>three</p>' +
      '<svg><text>no</text></svg><table><tr><td>x</td><td>&lt;1</td></tr></table>';
    assert.equal(htmlToText(html), 'A & B\none two\nthree\nx  <1');
  });

  it('does not read an escaped tag as a tag, nor an escaped entity as a sign', () => {
    assert.equal(htmlToText('<p>&lt;b&gt; &amp;lt;</p>'), '<b> &lt;');
  });
});
