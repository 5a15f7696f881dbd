import { type Figure, type ReproduceResult, reproduceResultSchema } from "../contracts/index.js";
import type { Experiment } from "./experiment.js";
import { figureRows } from "./finding.js";
import { problemIn, whole } from "./parameter-checks.js";
import { reported } from "./reproduce/setting.js";
import { reproduce } from "./reproduce.js";

const chartId = "figures";
const rows = [
  ["initial_entropy", "S at the start"],
  ["drift_without_work", "without work"],
  ["stability_with_work", "with work"],
] as const;

const defaults = {
  /** Simulated trials; the paper has 20. */
  trials: 20,
};

/** The audit of the paper's claims in the shape of every other experiment; the claims themselves are its series. */
export const reproduceExperiment: Experiment<typeof defaults, ReproduceResult> = {
  name: "reproduce",
  version: "1",
  question:
    "Which claims of arXiv:2511.10704 follow from its own equation, simulated as it says and solved exactly?",
  rule:
    "Each claim has its own rule, stated in `why`: reproduced (our number agrees within its interval), artefact (it " +
    "agrees, for a reason other than the one claimed), inconsistent (it contradicts the paper's own figures), refuted " +
    "(computation contradicts it). Overall: survives when every claim is reproduced, else audited.",
  defaults,
  quick: {},
  sampleSize: "trials",
  problem: (p) => problemIn(p, { trials: whole(2) }),
  trials: () => 1,
  trial: async ({ trials }, seed) => reproduceResultSchema.parse(reproduce({ seed, trials })),
  summarise(parameters, seed, [result]) {
    const claims = result?.claims ?? [];
    const summary: Record<string, Figure> = Object.fromEntries(
      claims.map(({ id, measured: { value, lower, upper, level, method, n, covers } }) => [
        id.replaceAll("-", "_"),
        { value, lower, upper, level, method, n, covers },
      ]),
    );
    const named = (verdict: string): string[] =>
      claims.filter((claim) => claim.verdict === verdict).map(({ id }) => id);
    const groups = ["reproduced", "artefact", "inconsistent", "refuted"].map((verdict) => ({
      verdict,
      ids: named(verdict),
    }));
    return {
      experiment: "reproduce",
      version: "1",
      seed,
      parameters,
      question: this.question,
      rule: this.rule,
      summary,
      verdict: named("reproduced").length === claims.length ? "survives" : "audited",
      why: groups
        .filter(({ ids }) => ids.length > 0)
        .map(({ verdict, ids }) => `${verdict}: ${ids.join(", ")}`)
        .join("; "),
      findings: claims.map(({ id, claim, verdict }) => ({
        claim,
        standing: verdict === "reproduced" ? "supported" : "not supported",
        figure: id.replaceAll("-", "_"),
        ...(rows.some(([name]) => name === id.replaceAll("-", "_")) && { chart: chartId }),
      })),
      charts: [
        figureRows(summary, {
          id: chartId,
          title: "Our figures in nats",
          caption:
            "What the paper's equation gives, with 95% intervals over simulated trials, and the figures that the paper reports.",
          label: "S (nats)",
          rows,
          compare: [
            { at: reported.initialEntropy, label: "paper: start" },
            { at: reported.driftMean, label: "paper: drift" },
          ],
        }),
      ],
      series: claims,
    };
  },
};
