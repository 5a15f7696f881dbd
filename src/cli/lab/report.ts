import { join } from "node:path";
import Table from "cli-table3";
import type { LaboratoryEntry } from "../../report/index.js";
import { exitCode, UserError } from "../exit.js";
import { ensureWritable, writeWhole } from "../files.js";
import { figureText } from "../tables.js";
import { version } from "../version.js";
import { collect } from "./collect.js";

/** A finding with all that is known of it: what `--json` prints. */
const described = ({ result, page, command, seconds }: LaboratoryEntry) =>
  (result.findings ?? []).map(({ claim, standing, figure, chart }) => ({
    experiment: result.experiment,
    version: result.version,
    seed: result.seed,
    claim,
    standing,
    figure,
    ...result.summary[figure],
    chart,
    page,
    command,
    seconds,
  }));

export type ReportedFinding = ReturnType<typeof described>[number];

/** Writes `report.html` and `findings.json` over every result below `results`. */
export async function reportOn(results: string, out: string): Promise<ReportedFinding[]> {
  await ensureWritable(out);
  const { entries, leftOut } = await collect(results, out);
  for (const { path, problem } of leftOut) process.stderr.write(`left out: ${path}: ${problem}\n`);
  if (entries.length === 0)
    throw new UserError(
      `no results of experiments below ${results}: \`telostat lab suite --out ${results}\` makes them`,
      exitCode.notEnoughData,
    );
  const findings = entries.flatMap(described);
  const { renderLaboratory } = await import("../../report/index.js");
  const page = join(out, "report.html");
  await writeWhole(join(out, "findings.json"), `${JSON.stringify(findings, null, 2)}\n`);
  await writeWhole(page, renderLaboratory({ entries, leftOut, version }));
  process.stderr.write(`Report: ${page}\n`);
  return findings;
}

export function findingsTable(findings: readonly ReportedFinding[]): string {
  const table = new Table({
    style: { head: [], border: [], compact: true },
    head: ["standing", "claim or question", "figure", "experiment"],
    colWidths: [15, 62, 30, 22],
    wordWrap: true,
  });
  for (const { standing, claim, experiment, value = null, lower = null, upper = null } of findings)
    table.push([standing, claim, figureText({ value, lower, upper }), experiment]);
  return table.toString();
}
