import assert from 'node:assert/strict';
import { checkClaims } from '../../../src/replication/judging/check-claims.js';
import { indexHtml } from '../../../src/replication/report/report-index.js';
import { fakeReplication, fakeRows } from '../../support/fake-replication.js';

describe('index of reports', () => {
  const verdicts = checkClaims(fakeReplication.claims, fakeRows());
  const entry = {
    paper: fakeReplication.paper,
    presetName: 'course',
    verdicts,
    href: 'frankle2019lottery-course.html',
  } as const;

  it('lists every paper with its outcomes and a link', () => {
    const other = { ...entry, paper: { ...entry.paper, title: 'A <b>bold</b> title' } };
    const page = indexHtml([entry, other]);
    assert.match(page, /1 paper, 2 reports\./);
    assert.match(page, /<a href="frankle2019lottery-course\.html">The Lottery Ticket Hypothesis/);
    assert.ok(page.includes('A &lt;b&gt;bold&lt;/b&gt; title'));
    assert.ok(!page.includes('<b>'));
    assert.match(page, /<span class="outcome supported">\s*<span aria-hidden="true">✓<\/span> 3/);
  });

  it('stands before anything was run', () => {
    assert.match(indexHtml([]), /0 papers, 0 reports\./);
  });
});
