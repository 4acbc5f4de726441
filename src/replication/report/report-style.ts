/** The style of reports: one column, quiet colours, readable on paper, phones and dark screens. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #ffffff; --ink: #1d1f21; --faint: #5c6166; --line: #dcdfe2; --tint: #f5f6f7;
  --link: #0b5394;
  --supported: #0a6638; --supported-tint: #e5f3ea;
  --refuted: #a1232b; --refuted-tint: #fbe9ea;
  --inconclusive: #6f5200; --inconclusive-tint: #f8f0da;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #16181a; --ink: #e6e8ea; --faint: #a3a9af; --line: #3a3f44; --tint: #1f2225;
    --link: #8ec1f2;
    --supported: #7fd6a4; --supported-tint: #14301f;
    --refuted: #f4a3a7; --refuted-tint: #3a1719;
    --inconclusive: #e8cb7a; --inconclusive-tint: #332a10;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0 auto; max-width: 64rem; padding: 2.5rem 1.5rem 4rem;
  background: var(--page); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif;
}
h1, h2, h3 { line-height: 1.2; text-wrap: balance; }
h1 { font: 600 2.1rem/1.2 Charter, 'Iowan Old Style', 'Palatino Linotype', Georgia, serif; margin: 0.2rem 0 0.6rem; }
h2 { font-size: 1.3rem; margin: 2.8rem 0 0.8rem; }
h3 { font-size: 1.05rem; margin: 1.6rem 0 0.4rem; }
p, ul { max-width: 44rem; margin: 0.5rem 0; }
ul { padding-left: 1.2rem; }
li { margin: 0.25rem 0; }
a { color: var(--link); }
code, pre { font: 0.9em/1.5 ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace; }
pre { background: var(--tint); border-radius: 6px; padding: 0.9rem 1rem; overflow-x: auto; }
abbr { text-decoration: underline dotted; }
.kicker { color: var(--faint); font-size: 0.85rem; letter-spacing: 0.06em; text-transform: uppercase; margin: 0; }
.authors, .venue { margin: 0.1rem 0; }
.summary { border-left: 4px solid var(--line); margin: 1.6rem 0; padding: 0.1rem 0 0.1rem 1.2rem; }
.summary h2 { margin: 0.2rem 0; font-size: 1.05rem; }
.summary strong { font-size: 1.1rem; }
nav { display: flex; flex-wrap: wrap; gap: 0.2rem 1.2rem; font-size: 0.9rem; }
.note { color: var(--faint); display: block; font-size: 0.85rem; font-weight: 400; }
.changed { color: var(--refuted); display: inline-block; }
.number { font-variant-numeric: tabular-nums; white-space: nowrap; }
.none { color: var(--faint); }
table { border-collapse: collapse; width: 100%; font-size: 0.95rem; }
caption { caption-side: bottom; color: var(--faint); font-size: 0.85rem; padding-top: 0.6rem; text-align: left; }
th, td { padding: 0.55rem 1.1rem 0.55rem 0; text-align: left; vertical-align: top; font-weight: 400; }
thead th { border-bottom: 2px solid var(--ink); font-size: 0.85rem; font-weight: 600; vertical-align: bottom; }
th:last-child, td:last-child { padding-right: 0; }
.claims { margin-top: 1rem; }
.claims tbody { border-bottom: 1px solid var(--line); }
@media (min-width: 48.01rem) {
  .claims > tbody > tr > th { width: 36%; }
  .claims > tbody > tr > th + td { width: 17%; }
}
.claims tr.why td { color: var(--faint); font-size: 0.88rem; padding: 0 0 0.8rem; }
.id { font-weight: 600; }
.id::after { content: '\\00a0 '; }
.effect { font-weight: 600; white-space: nowrap; }
.outcome { border-radius: 4px; font-size: 0.88rem; font-weight: 600; padding: 0.12rem 0.45rem; white-space: nowrap; }
.supported { background: var(--supported-tint); color: var(--supported); }
.refuted { background: var(--refuted-tint); color: var(--refuted); }
.inconclusive { background: var(--inconclusive-tint); color: var(--inconclusive); }
.interval { display: block; margin-top: 0.25rem; max-width: 100%; }
.interval line { stroke: currentColor; }
.interval .zero { stroke-opacity: 0.55; }
.interval .mark { stroke-dasharray: 2 2; stroke-opacity: 0.7; }
.interval .bar { stroke-width: 3; stroke-opacity: 0.45; stroke-linecap: round; }
.interval circle { fill: currentColor; }
details { margin-top: 0.35rem; }
summary { cursor: pointer; }
.findings { color: var(--ink); margin: 0.4rem 0 0.2rem; }
.findings th, .findings td, .index th, .index td, .provenance th, .provenance td { border-bottom: 1px solid var(--line); }
.claims .findings tbody { border: 0; }
.claims .findings th, .claims tr.why .findings td { color: var(--ink); font-size: 0.88rem; padding: 0.4rem 1.1rem 0.4rem 0; }
.claims tr.why .findings td:last-child { padding-right: 0; }
.numbers th, .numbers td { border-bottom: 1px solid var(--line); padding: 0.35rem 1.2rem 0.35rem 0; }
.numbers td, .numbers thead th:not(:first-child) { font-variant-numeric: tabular-nums; text-align: right; }
.numbers tbody th { font-weight: 400; }
.numbers td { white-space: nowrap; }
.scroll, .plot { overflow-x: auto; }
.provenance th { color: var(--faint); white-space: nowrap; width: 1%; }
.provenance td { overflow-wrap: anywhere; }
figure { margin: 2.4rem 0; }
.plot { background: #ffffff; border-radius: 6px; max-width: 660px; }
.plot svg { display: block; height: auto; max-width: 100%; min-width: 500px; }
figcaption { font-size: 0.95rem; margin-top: 0.6rem; max-width: 44rem; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
@media (max-width: 48rem) {
  body { padding: 1.5rem 1rem 3rem; }
  h1 { font-size: 1.6rem; }
  .claims, .claims > tbody, .claims > tbody > tr, .claims > tbody > tr > th, .claims > tbody > tr > td { display: block; }
  .claims > caption { display: block; }
  .claims > thead { clip-path: inset(50%); height: 1px; overflow: hidden; position: absolute; width: 1px; }
  .claims > tbody { padding: 0.6rem 0; }
  .claims > tbody > tr > th, .claims > tbody > tr > td { padding: 0.25rem 0; }
  .claims > tbody > tr > td[data-label] { padding-left: 5rem; position: relative; }
  .claims > tbody > tr > td[data-label]::before { color: var(--faint); content: attr(data-label); font-size: 0.85rem; left: 0; position: absolute; top: 0.4rem; }
  .index thead { clip-path: inset(50%); height: 1px; overflow: hidden; position: absolute; width: 1px; }
  .index tbody tr { border-bottom: 1px solid var(--line); display: flex; flex-wrap: wrap; gap: 0.3rem 1rem; padding: 0.7rem 0; }
  .index tbody th { flex: 1 0 100%; }
  .index tbody th, .index tbody td { border: 0; padding: 0; }
  .index tbody td.none { display: none; }
  .index tbody td[data-label]::after { content: ' ' attr(data-label); font-size: 0.88rem; }
}
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav { display: none; }
  figure, tbody { break-inside: avoid; }
  a { color: inherit; }
  .outcome { border: 1px solid currentColor; }
}
`;
