import type { Chart, Figure, Finding, LambdaBracketCell } from "../../contracts/index.js";
import { figureRows } from "../finding.js";

const families = [
  ["spiked", "a spike over noise"],
  ["power-law", "power laws"],
  ["heavy-tailed", "rows with heavy tails"],
] as const;

const figureOf = (family: string): string => `coverage_${family.replace("-", "_")}_worst_cell`;

/** Of each family: no cell fails. */
export function reported(
  level: number,
  failing: readonly LambdaBracketCell[],
  summary: Readonly<Record<string, Figure>>,
): { readonly findings: Finding[]; readonly charts: Chart[] } {
  const percent = `${+(100 * level).toPrecision(3)}%`;
  return {
    findings: families.map(([family, words]) => ({
      claim: `The ${percent} interval for lambda_max from gradient samples holds the true value as often as it says, for ${words} (the worst cell).`,
      standing: failing.some((cell) => cell.family === family) ? "not supported" : "supported",
      figure: figureOf(family),
      chart: "worst-coverage",
    })),
    charts: [
      figureRows(summary, {
        id: "worst-coverage",
        title: "How often does the interval hold lambda_max, at worst?",
        caption:
          "Share of replications of the worst cell of each family whose interval holds lambda_max, with its 95% Wilson " +
          "interval. A cell fails whose interval ends left of the line.",
        label: "coverage of the worst cell",
        rows: families.map(([family, words]) => [figureOf(family), words]),
        compare: [{ at: level, label: percent }],
      }),
    ],
  };
}
