import type { ClosedLoopResult, ReproduceResult } from "../contracts/index.js";
import { html, trusted } from "./html.js";
import { paletteStyle } from "./palette.js";
import { read } from "./reading.js";
import { charts } from "./sections/charts.js";
import { claims } from "./sections/claims.js";
import { glossary } from "./sections/glossary.js";
import { summary, title } from "./sections/headline.js";
import { type Generated, limits, method } from "./sections/method.js";
import { policyTable } from "./sections/policy-table.js";
import { tiles } from "./sections/tiles.js";
import { pageStyle } from "./style.js";

export interface ReportData {
  readonly closedLoop: ClosedLoopResult;
  readonly reproduce: ReproduceResult;
  readonly generated: Generated;
}

const source = html`<cite>The Second Law of Intelligence</cite> (S. Fadli,
<a href="https://arxiv.org/abs/2511.10704">arXiv:2511.10704</a>)`;

/** One HTML page that needs nothing else: no network, no script. The same data give the same bytes. */
export function renderReport({ closedLoop, reproduce, generated }: ReportData): string {
  const reading = read(closedLoop);
  const headline = title(closedLoop.verdict, reading);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${headline} · telostat</title>
<style>${trusted(paletteStyle + pageStyle)}</style>
</head>
<body>
<main>
<header>
<p class="kicker">telostat report · ${source} tested on a real network</p>
<h1>${headline}</h1>
${summary(reading)}
</header>
${tiles(reading)}
${charts(reading)}
${policyTable(reading)}
${claims(reproduce)}
${glossary(reading)}
${method(closedLoop, reproduce, generated)}
${limits(reading)}
</main>
</body>
</html>
`.markup;
}
