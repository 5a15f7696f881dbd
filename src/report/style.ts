/** The page's style sheet; colours are named in ./palette.ts. */

const text = `
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; overflow-wrap: break-word; background: var(--page); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
main { max-width: 60rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1, h2, .lead { font-family: Charter, "Bitstream Charter", "Iowan Old Style", Georgia, "Times New Roman", serif; }
h1, h2 { font-weight: 600; text-wrap: balance; }
h1 { font-size: clamp(1.75rem, 1.2rem + 2.6vw, 2.75rem); line-height: 1.15; margin: 0 0 1rem; }
h2 { font-size: 1.5rem; line-height: 1.25; margin: 3.5rem 0 0.75rem; }
h3 { font-size: 0.9375rem; font-weight: 600; margin: 0; }
p { margin: 0 0 0.9rem; max-width: 42rem; }
li { max-width: 42rem; }
sub { font-size: 0.72em; line-height: 0; }
a { color: var(--link); }
code { font: 0.875em ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
small { font-size: 0.8125rem; color: var(--muted); font-weight: 400; }
dl, dd { margin: 0; }
dt { font-weight: 600; }
details { margin-top: 0.75rem; }
summary { cursor: pointer; font-weight: 600; font-size: 0.9375rem; }
.whole { white-space: nowrap; }
.unseen { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); }
.note, figcaption { font-size: 0.875rem; color: var(--muted); max-width: 42rem; }
.kicker { font-size: 0.875rem; color: var(--muted); margin-bottom: 1.5rem; max-width: none; }
.lead { font-size: 1.1875rem; line-height: 1.5; text-wrap: pretty; }
.badge {
  display: inline-block; white-space: nowrap; font-size: 0.8125rem; font-weight: 600;
  padding: 0 0.5rem; border: 1px solid currentColor; border-radius: 1rem;
}
.good { color: var(--good); } .warn { color: var(--warn); } .bad { color: var(--bad); } .plain { color: var(--plain); }`;

const lists = `
.findings, .tiles, .key { list-style: none; margin: 0; padding: 0; display: grid; }
.findings { gap: 0.5rem; margin-bottom: 0.9rem; }
.findings li { display: grid; grid-template-columns: 8.5rem 1fr; column-gap: 1rem; align-items: baseline; max-width: 48rem; }
.findings .badge { justify-self: start; }
.findings small { display: block; }
.tiles { gap: 0.75rem; grid-template-columns: repeat(4, 1fr); margin-top: 2.25rem; }
.tiles li { background: var(--surface); border-radius: 0.375rem; padding: 0.875rem 1rem; }
.tiles h3 { color: var(--muted); font-weight: 500; font-size: 0.875rem; line-height: 1.35; margin-bottom: 0.125rem; }
.tiles p { margin: 0; font-size: 0.8125rem; color: var(--muted); }
.tiles .big, .tiles b { color: var(--ink); font-weight: 400; font-variant-numeric: tabular-nums; white-space: nowrap; }
.tiles .big { font-size: 1.5rem; line-height: 1.4; }
.tiles .line { margin-top: 0.375rem; }
.tiles b { display: block; font-size: 1.25rem; line-height: 1.2; }
.key, .glossary, .panels { grid-template-columns: repeat(auto-fit, minmax(min(100%, 19rem), 1fr)); }
.key { gap: 0.5rem 2rem; margin-bottom: 1rem; font-size: 0.875rem; }
.key li { display: grid; grid-template-columns: 46px 1fr; gap: 0.75rem; }
.key.series { grid-template-columns: repeat(auto-fit, minmax(8.5rem, max-content)); }
.key svg { margin-top: 0.25rem; }
.key p { margin: 0; color: var(--muted); }
.checks { list-style: none; margin: 0.25rem 0; padding: 0; font-size: 0.875rem; }
.glossary { display: grid; gap: 1.25rem 2rem; font-size: 0.9375rem; }
.facts { display: grid; gap: 0.75rem; font-size: 0.9375rem; max-width: 46rem; margin-bottom: 1rem; }
.verdicts { display: grid; gap: 0.375rem; margin-top: 1rem; font-size: 0.8125rem; color: var(--muted); }
.verdicts div { display: flex; gap: 0.75rem; align-items: baseline; }
.verdicts dt { flex: 0 0 7.75rem; }`;

const charts = `
figure { margin: 1rem 0 0; }
figcaption { margin-top: 0.5rem; }
figure + h3 { margin-top: 1rem; }
.chart svg { display: block; width: 100%; height: auto; overflow: visible; }
svg text { white-space: pre; }
.chart.single, .panels.single { max-width: 30rem; }
.panels { display: grid; gap: 1.25rem 1.5rem; }
.narrow { display: none; }`;

const tables = `
table { border-collapse: collapse; font-size: 0.875rem; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.5rem 0.75rem; border-bottom: 1px solid var(--line); }
th { font-weight: 400; }
thead th { font-weight: 600; vertical-align: bottom; border-bottom-color: var(--muted); }
td { font-variant-numeric: tabular-nums; }
th small, td small, .figures .interval { display: block; }
th svg { display: block; margin-bottom: 0.25rem; }
.interval { color: var(--muted); font-size: 0.8125rem; white-space: nowrap; }
.scroll { overflow-x: auto; }
.figures, .seeds { min-width: 40rem; }
.figures tr > :first-child { position: sticky; left: 0; background: var(--page); padding-left: 0; }
.summary th:first-child { width: 55%; padding-left: 0; }
.claims th:first-child { width: 48%; padding-left: 0; }
.claims th[scope=row] { font-weight: 600; }
.claims th p { font-weight: 400; color: var(--muted); margin: 0.25rem 0 0; }
.parameters { width: auto; margin-top: 0.5rem; }`;

const small = `
@media screen and (max-width: 56rem) { .tiles { grid-template-columns: 1fr 1fr; } }
@media screen and (max-width: 40rem) {
  .wide { display: none; }
  .narrow { display: block; }
  .findings li { grid-template-columns: 1fr; }
  .figures tr > :first-child { min-width: 8.5rem; max-width: 8.5rem; }
  .claims thead { display: none; }
  .claims tr { display: grid; grid-template-columns: 1fr 1fr; padding: 0.75rem 0; border-bottom: 1px solid var(--line); }
  .claims th:first-child, .claims td { border: 0; padding: 0.25rem 0.75rem 0.25rem 0; width: auto; }
  .claims th, .claims td:last-child { grid-column: 1 / -1; }
  .claims td:last-child { order: -1; }
  .claims td[data-name]::before { content: attr(data-name); display: block; color: var(--muted); }
}
@media screen and (max-width: 30rem) { .tiles { grid-template-columns: 1fr; } }`;

const print = `
@media print {
  main { max-width: none; padding: 0; }
  body { font-size: 10pt; }
  .tiles { grid-template-columns: 1fr 1fr; }
  figure, tr, .tiles li, dl > div { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
}`;

export const pageStyle = `${text}${lists}${charts}${tables}${small}${print}
`;
