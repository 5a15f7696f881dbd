import type { Chart, Figure, Finding } from "../../contracts/index.js";
import { type ArchitectureName, titles } from "../architectures.js";
import { figureRows, standing } from "../finding.js";
import type { ValidateLambdaParameters } from "./parameters.js";
import type { Standing } from "./statistics.js";
import type { DivergedRun } from "./trial.js";

export interface Judged {
  readonly name: ArchitectureName;
  readonly range: Standing;
  readonly stability: Standing;
  readonly diverged: readonly DivergedRun[];
}

/** What the paper assumes of lambda_max, judged over the architectures: by the one that fits it least. */
export function reported(
  { assumed, margin }: ValidateLambdaParameters,
  judged: readonly Judged[],
  summary: Readonly<Record<string, Figure>>,
): { readonly findings: Finding[]; readonly charts: Chart[] } {
  const stands = (by: "range" | "stability") =>
    standing(
      judged.every((one) => one[by] === "holds"),
      judged.some((one) => one[by] === "fails"),
    );
  const ordered = (name: string) =>
    judged
      .map((one) => `${name}_${one.name}`)
      .filter((figure) => summary[figure]?.value != null)
      .sort((a, b) => summary[a]!.value! - summary[b]!.value!);
  const rows = (name: string) => judged.map((one) => [`${name}_${one.name}`, titles[one.name]] as const);
  return {
    findings: [
      {
        claim: `lambda_max of the Fisher matrix lies between ${assumed.join(" and ")} (of the architectures, the one that does least).`,
        standing: stands("range"),
        figure: ordered("in_range")[0] ?? `in_range_${judged[0]!.name}`,
        chart: "in-range",
      },
      {
        claim: `gamma_crit is one number for a training run: it moves within the safety margin of ${margin} (of the architectures, the one that moves most).`,
        standing: stands("stability"),
        figure: ordered("movement").at(-1) ?? `movement_${judged[0]!.name}`,
        chart: "within-margin",
      },
    ],
    charts: [
      figureRows(summary, {
        id: "in-range",
        title: "How often is lambda_max in the assumed range?",
        caption:
          "Share of each architecture's measurements with lambda_max in the assumed range, with its 95% interval over seeds " +
          "(Student t). The range holds right of one half.",
        label: "share of the measurements",
        rows: rows("in_range"),
        compare: [{ at: 0.5, label: "one half" }],
      }),
      figureRows(summary, {
        id: "within-margin",
        title: "Does gamma_crit stay within its margin?",
        caption:
          "Largest over smallest lambda_max of a run, and so of gamma_crit: geometric mean over runs with its 95% interval " +
          "over seeds. Right of the margin, one gamma does not serve a whole run.",
        label: "largest / smallest in a run",
        log: true,
        rows: rows("movement"),
        compare: [{ at: margin, label: "margin" }],
      }),
    ],
  };
}
