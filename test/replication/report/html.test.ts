import assert from 'node:assert/strict';
import {
  html,
  inline,
  nothing,
  prose,
  trusted,
  webLink,
} from '../../../src/replication/report/html.js';

describe('html', () => {
  it('escapes every value, in content and attributes', () => {
    const evil = `<script>alert("1 & '2'")</script>`;
    assert.equal(
      html`<p title="${evil}">${evil}</p>`.markup,
      '<p title="&lt;script&gt;alert(&quot;1 &amp; &#39;2&#39;&quot;)&lt;/script&gt;">' +
        '&lt;script&gt;alert(&quot;1 &amp; &#39;2&#39;&quot;)&lt;/script&gt;</p>',
    );
  });

  it('keeps markup, joins lists and writes numbers', () => {
    const words = ['a<b', 'c'].map((word) => html`<b>${word}</b>`);
    assert.equal(html`${words}, ${3}${nothing}`.markup, '<b>a&lt;b</b><b>c</b>, 3');
    assert.equal(html`${trusted('<svg></svg>')}`.markup, '<svg></svg>');
  });

  it('links only to the web', () => {
    assert.equal(
      webLink('https://a.org/?x=1&y=2', 'A').markup,
      '<a href="https://a.org/?x=1&amp;y=2">A</a>',
    );
    assert.equal(webLink('javascript:alert(1)', 'A <b>').markup, 'A &lt;b&gt;');
  });

  it('knows paragraphs and code', () => {
    assert.equal(
      prose('One `a < b`.\n\nTwo\nlines.').markup,
      '<p>One <code>a &lt; b</code>.</p><p>Two\nlines.</p>',
    );
    assert.equal(inline('a `lone tick').markup, 'a `lone tick');
  });
});
