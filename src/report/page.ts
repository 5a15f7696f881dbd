import type { ClosedLoopResult, ReproduceResult } from "../contracts/index.js";
import { page } from "./frame.js";
import { html } from "./html.js";
import { read } from "./reading.js";
import { charts } from "./sections/charts.js";
import { claims } from "./sections/claims.js";
import { glossary } from "./sections/glossary.js";
import { summary, title } from "./sections/headline.js";
import { limits, method } from "./sections/method.js";
import { policyTable } from "./sections/policy-table.js";
import type { Generated } from "./sections/provenance.js";
import { tiles } from "./sections/tiles.js";

export interface ReportData {
  readonly closedLoop: ClosedLoopResult;
  readonly reproduce: ReproduceResult;
  readonly generated: Generated;
}

const source = html`<cite>The Second Law of Intelligence</cite> (S. Fadli,
<a href="https://arxiv.org/abs/2511.10704">arXiv:2511.10704</a>)`;

/** The page of `telostat demo`. */
export function renderReport({ closedLoop, reproduce, generated }: ReportData): string {
  const reading = read(closedLoop);
  return page({
    title: title(closedLoop.verdict, reading),
    kicker: html`telostat report · ${source} tested on a real network`,
    summary: summary(reading),
    sections: html`${tiles(reading)}
${charts(reading)}
${policyTable(reading)}
${claims(reproduce)}
${glossary(reading)}
${method(closedLoop, reproduce, generated)}
${limits(reading)}`,
  });
}
