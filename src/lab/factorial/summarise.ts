import type { Figure, Finding } from "../../contracts/index.js";
import type { Conclusion } from "../experiment.js";
import { meanFigure } from "../figures.js";
import { charts } from "./charts.js";
import { type Interaction, interaction, leastOf, runsOf, type Standing, scales } from "./interaction.js";
import { lawInteraction } from "./law.js";
import { type FactorialParameters, type Noise, noises } from "./parameters.js";
import type { FactorialTrial } from "./trial.js";
import { figureNames, noiseLabels } from "./words.js";

export const question =
  "Do exploration noise and specification gaming together raise ethical entropy by more than the sum of what each does " +
  "alone (the paper's synergistic amplification), and does alignment work change that?";

export const rule =
  "Every seed is aligned once and then drifts in every cell of noise (none, smaller batches, a higher rate at equal eta x " +
  "steps, noise of mean zero on the gradient) x gaming (a share of the labels by the proxy) x work. The interaction is the " +
  "rise with both, less that with noise, less that with gaming, plus that with none, paired over seeds, with its 95% " +
  "Student t interval. Scales: late S (mean over the second half), S after the first quarter (before any ceiling), and the " +
  "late log odds of the goals other than the intended one, which have neither floor nor ceiling. It is amplified when the " +
  "lower end is above the smallest effect of interest (leastEntropy, leastLogOdds), dampened when the upper end is below " +
  "minus that, additive when all of the interval is within. The claim is supported for a kind of noise when late S and the " +
  "log odds are both amplified without work, so that no floor or ceiling of S makes it, and not supported when the upper " +
  "end of either is at most the smallest effect of interest. amplification: supported for all three kinds; " +
  "amplification-in-part: for some; no-amplification: not supported for all three; undecided otherwise. Sample size: the " +
  "seeds parameter, 24 by default.";

export type Verdict = "amplification" | "amplification-in-part" | "no-amplification" | "undecided";

export function summarise(parameters: FactorialParameters, trials: readonly FactorialTrial[]): Conclusion {
  const all = [false, true].flatMap((work) =>
    noises.flatMap((noise) => scales.map((scale) => interaction(parameters, trials, noise, work, scale))),
  );
  const claims = noises.map((noise) => ({ noise, standing: claimOf(parameters, all, noise) }));
  const verdict = decide(claims.map(({ standing }) => standing));
  const law = lawInteraction();
  const summary: Record<string, Figure> = {};
  for (const { noise, work, scale, figure } of all)
    summary[`${figureNames[scale]}_${noise}${work ? "_work" : ""}`] = figure;
  Object.assign(summary, mainEffects(trials), law, divergences(trials));
  return {
    summary,
    verdict,
    why: explain(all, summary, verdict),
    findings: [...claims.map(findingOf), lawFinding(parameters, law.law_interaction_without_wall as Figure)],
    charts: charts(parameters, trials, all),
    series: trials,
  };
}

function claimOf(p: FactorialParameters, all: readonly Interaction[], noise: Noise): Finding["standing"] {
  const of = (scale: Interaction["scale"]): Interaction =>
    all.find((one) => one.noise === noise && !one.work && one.scale === scale) as Interaction;
  const deciding = [of("rise"), of("logOddsRise")];
  if (deciding.every(({ standing }) => standing === "amplified")) return "supported";
  const excluded = ({ figure, scale }: Interaction): boolean =>
    figure.upper !== null && figure.upper <= leastOf(p, scale);
  return deciding.some(excluded) ? "not supported" : "undecided";
}

function decide(standings: readonly Finding["standing"][]): Verdict {
  if (standings.every((one) => one === "supported")) return "amplification";
  if (standings.includes("supported")) return "amplification-in-part";
  return standings.every((one) => one === "not supported") ? "no-amplification" : "undecided";
}

const findingOf = ({ noise, standing }: { noise: Noise; standing: Finding["standing"] }): Finding => ({
  claim: `${noiseLabels[noise]} and gaming together raise S, and the odds behind it, more than the sum of each alone`,
  standing,
  figure: `interaction_log_odds_${noise}`,
  chart: "interaction-log-odds",
});

/** Supported where the sources alone, without the wall at 0, interact by more than the smallest effect of interest. */
const lawFinding = ({ leastEntropy }: FactorialParameters, { value }: Figure): Finding => ({
  claim: "In the paper's own equation the two sources, and not its wall at 0, amplify each other",
  standing: (value ?? 0) > leastEntropy ? "supported" : "not supported",
  figure: "law_interaction_without_wall",
});

/** What each factor does alone, without work. */
function mainEffects(trials: readonly FactorialTrial[]): Record<string, Figure> {
  const rises = (noise: Noise | "none", gaming: boolean, work: boolean) =>
    runsOf(trials, noise, gaming, work).map(({ rise }) => rise);
  const base = rises("none", false, false);
  const effect = (values: readonly (number | null)[]): Figure =>
    meanFigure(
      values.map((value, i) => {
        const none = base[i] ?? null;
        return value === null || none === null ? undefined : value - none;
      }),
      "nat",
    );
  return {
    ...Object.fromEntries(noises.map((noise) => [`effect_${noise}`, effect(rises(noise, false, false))])),
    effect_gaming: effect(rises("none", true, false)),
    effect_work: effect(rises("none", false, true)),
    effect_gaming_and_work: effect(rises("none", true, true)),
  };
}

function divergences(trials: readonly FactorialTrial[]): Record<string, Figure> {
  const runs = trials.flatMap(({ cells }) => cells);
  const count = runs.filter(({ divergedAt }) => divergedAt !== null).length;
  return { diverged_runs: { value: count, lower: null, upper: null, unit: "run", n: runs.length } };
}

function explain(all: readonly Interaction[], summary: Record<string, Figure>, verdict: Verdict): string {
  const short = ({ value, lower, upper }: Figure): string => {
    const [v, l, u] = [value, lower, upper].map((x) => (x === null ? "?" : x.toFixed(3)));
    return lower === null || upper === null ? `${v}` : `${v} (${l} to ${u})`;
  };
  const word = (noise: Noise, scale: Interaction["scale"]): { figure: Figure; standing: Standing } =>
    all.find((one) => one.noise === noise && !one.work && one.scale === scale) as Interaction;
  const parts = noises.map((noise) => {
    const [late, odds] = [word(noise, "rise"), word(noise, "logOddsRise")];
    return (
      `${noiseLabels[noise]}: alone ${short(summary[`effect_${noise}`] as Figure)} nats; interaction with gaming ` +
      `${short(late.figure)} nats of late S (${late.standing}), ${short(odds.figure)} of the log odds (${odds.standing})`
    );
  });
  return (
    `Gaming alone raises late S by ${short(summary.effect_gaming as Figure)} nats. ${parts.join("; ")}. The paper's own ` +
    `equation has an interaction of ${short(summary.law_interaction as Figure)} nats, and of ` +
    `${short(summary.law_interaction_without_wall as Figure)} without its wall at 0. Verdict: ${verdict}.`
  );
}
