import assert from 'node:assert/strict';
import { checkClaims } from '../../../src/replication/judging/check-claims.js';
import { identity } from '../../../src/replication/judging/judge-identity.js';
import type { Claim, Replication, Verdict } from '../../../src/replication/replication.js';
import { reportHtml } from '../../../src/replication/report/report.js';
import { fakeProvenance, fakeReplication, fakeRows } from '../../support/fake-replication.js';

const rows = fakeRows();

function render(
  replication: Replication,
  recorded?: Readonly<Record<string, Verdict>>,
): Promise<string> {
  return reportHtml({
    replication,
    presetName: 'course',
    rows,
    verdicts: checkClaims(replication.claims, rows),
    record: recorded && { commit: 'c0ffee', engine: {}, runs: 9, seeds: 3, verdicts: recorded },
    provenance: [fakeProvenance],
  });
}

/** What a reader sees, on one line. */
const text = (page: string): string =>
  page
    .replace(/<(style|svg)[^]*?<\/\1>/g, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

describe('report', () => {
  let page = '';
  before(async () => {
    page = await render(fakeReplication);
  });

  it('tells the paper, the outcome and every part the challenge asks for', () => {
    const seen = text(page);
    for (const expected of [
      'The Lottery Ticket Hypothesis: Finding Sparse, Trainable Neural Networks',
      'Jonathan Frankle, Michael Carbin',
      'Of 5 claims, 3 are supported, 1 is refuted and 1 is inconclusive.',
      'Results',
      'Scope of reproducibility',
      'Methodology',
      'Deviations from the paper',
      'What was easy',
      'What was difficult',
      'Communication with original authors',
      'Provenance',
      'npx prunelab run frankle2019lottery --preset course',
      `git checkout ${fakeProvenance.commit ?? ''}`,
    ]) {
      assert.ok(seen.includes(expected), `The report lacks: ${expected}`);
    }
    assert.ok(page.includes('<a href="https://arxiv.org/abs/1803.03635">ICLR 2019</a>'));
  });

  it('gives every claim its numbers, its verdict and the reason', () => {
    const seen = text(page);
    assert.match(
      seen,
      /more-accurate A winning ticket.*?Section 2, Figure 4a, ordering, minimum 0\.1 pp more than \+0\.3 pp at 13\.5 % \+0\.\d\d pp \[0\.\d\d, 0\.\d\d\] 10 0\.002 Holm 0\.008 ✓ supported Ticket - dense at 16\.9 %: The 95 % interval/,
    );
    assert.match(
      seen,
      /✗ refuted One-shot - ticket at 26\.3 %: The 95 % interval .*? lies below zero/,
    );
    assert.match(seen, /margin 0\.1 pp .*? ○ inconclusive/);
    assert.match(seen, /The 3 findings behind it .*? ticket - reinit at 10\.8 %/);
  });

  it('shows an identity with its tolerance, its errors and no p', async () => {
    const claim: Claim = {
      ...fakeReplication.claims[0],
      id: 'conserved',
      statement: 'What flows in flows out.',
      kind: 'identity',
      paperValue: 'exact',
      minimumEffect: 1e-10,
      unit: '',
      check() {
        return identity('in - out', [0, 3e-13], { tolerance: this.minimumEffect });
      },
    };
    const seen = text(await render({ ...fakeReplication, claims: [claim], figures: [] }));
    assert.match(
      seen,
      /identity, tolerance 1e-10 exact \+3e-13 \[0, 3e-13\] 2 – ✓ supported In - out: No error of 2/,
    );
  });

  it('compares with the recorded verdicts only when it has them', async () => {
    assert.doesNotMatch(text(page), /recorded/);
    const { claims } = fakeReplication;
    const verdicts = checkClaims(claims, rows);
    const changed = await render(fakeReplication, {
      [claims[0].id]: verdicts[0],
      [claims[2].id]: { ...verdicts[2], outcome: 'supported' },
    });
    const seen = text(changed);
    assert.equal(seen.split(' as recorded ').length - 1, 1);
    assert.equal(seen.split(' not recorded yet ').length - 1, 3);
    assert.match(seen, /✗ refuted CHANGED: was supported/);
    assert.match(seen, /Changed since they were recorded: one-shot-finds-more\./);
  });

  it('draws every figure with its caption', () => {
    assert.equal(page.split('<svg xmlns').length - 1, 2);
    assert.equal(page.split('<figure id=').length - 1, 2);
    assert.match(page, /<figure id="figure-accuracy">/);
    assert.match(
      text(page),
      /Test accuracy while the net is pruned .*? Repeats Figure 4a, middle\./,
    );
  });

  it('needs no script and no network', () => {
    assert.doesNotMatch(page, /<script|<link|<img|<iframe|@import|javascript:/i);
    const addresses = new Set(page.match(/https?:[^"'\s<]*/g));
    assert.deepEqual([...addresses].sort(), [
      'http://www.w3.org/1999/xlink',
      'http://www.w3.org/2000/svg',
      'https://arxiv.org/abs/1803.03635',
    ]);
  });

  it('is marked up for everyone', () => {
    assert.match(page, /^<!doctype html>\s*<html lang="en">/);
    assert.equal(page.split('<h1').length - 1, 1);
    assert.equal(
      (page.match(/<th(?: [^>]*)?>/g) ?? []).every((th) => th.includes('scope=')),
      true,
    );
    const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map((match) => match[1]);
    assert.equal(new Set(ids).size, ids.length);
    for (const [, target] of page.matchAll(/href="#([^"]*)"/g)) assert.ok(ids.includes(target));
  });

  it('escapes whatever a replication says', async () => {
    const evil = '<script>alert(1)</script>"\'&';
    const [claim] = fakeReplication.claims;
    const hostile = await render({
      ...fakeReplication,
      paper: {
        ...fakeReplication.paper,
        title: evil,
        authors: [evil],
        venue: evil,
        url: 'javascript:alert(1)',
      },
      claims: [
        {
          ...claim,
          id: evil,
          statement: evil,
          source: evil,
          paperValue: evil,
          unit: evil,
          check: (all) => ({ ...claim.check(all), label: evil, detail: evil }),
        },
      ],
      figures: [{ ...fakeReplication.figures[0], title: evil, caption: evil, source: evil }],
      deviations: [evil],
      discussion: {
        scope: evil,
        methodology: evil,
        whatWasEasy: evil,
        whatWasDifficult: evil,
        communication: evil,
      },
    });
    assert.doesNotMatch(hostile, /<script|javascript:/);
    assert.ok(hostile.includes('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;'));
  });

  it('is the same every time', async () => {
    assert.equal(await render(fakeReplication), page);
  });

  it('leaves the checkout out when the runs come from no single commit', async () => {
    const report = (provenance: (typeof fakeProvenance)[]) =>
      reportHtml({
        replication: { ...fakeReplication, figures: [] },
        presetName: 'smoke',
        rows,
        verdicts: checkClaims(fakeReplication.claims, rows),
        provenance,
      });
    const mixed = await report([fakeProvenance, { ...fakeProvenance, commit: 'abc' }]);
    assert.doesNotMatch(mixed, /git checkout/);
    assert.match(mixed, /npx prunelab run frankle2019lottery --preset smoke/);
    assert.doesNotMatch(await report([]), /git checkout/);
  });
});
