import type { Figure, Finding } from "../../contracts/index.js";
import type { Conclusion } from "../experiment.js";
import { standing } from "../finding.js";
import { charts } from "./charts.js";
import { type Judged, judge } from "./judgement.js";
import { labels, learners, type PerturbationParameters, slug } from "./parameters.js";
import type { PerturbationTrial } from "./trial.js";

export const question =
  "Is there a transition of ethical entropy at a critical amount of alignment work: does late S fall at a boundary in " +
  "gamma, or cross over smoothly; where, compared with gamma_crit; and is the paper's margin of 1.5 needed, enough or too " +
  "much?";

export const rule =
  "Late S is its mean at one half, three quarters and the end of the drift phase. Per seed, over the multiples of " +
  "gamma_crit and a logarithmic grid around the measured crossing (late S halfway between no work and endless work), four " +
  "shapes are fitted by least squares: flat, step, kink (what dS/dt = sigma - gamma predicts), and crossover (logistic in " +
  "ln gamma). Boundary: step or kink has the lowest BIC by leastBic, or the fitted crossover falls from 90% to 10% within " +
  "one spacing of the grid. Crossover: it has the lowest BIC by leastBic, and is wider. A system has the shape for which " +
  "the lower end of the 95% interval (Wilson) of the share of seeds is above one half. Its boundary is at gamma_crit when " +
  "the 95% interval over seeds (Student t of logarithms) of crossing / gamma_crit lies within a factor `margin` of 1. The " +
  "margin is too much when gamma_crit itself holds late S at target + tolerance for more than half of the seeds, not enough " +
  "when margin x gamma_crit does not, needed and enough when only the latter does (Wilson, as above). Verdict over the " +
  "learners (classifier, transformer, gridworld): transition-at-gamma-crit, transition-elsewhere, crossover, or mixed when " +
  "their shapes differ; undecided when one of them is, or when the control, which has a boundary by construction, is not " +
  "seen to have one in more than half of the seeds, within a factor `margin` of where it is. Sample size: the seeds parameter, 20 by default.";

export type Verdict =
  | "transition-at-gamma-crit"
  | "transition-elsewhere"
  | "crossover"
  | "mixed"
  | "no-drift"
  | "undecided";

export function summarise(
  parameters: PerturbationParameters,
  trials: readonly PerturbationTrial[],
): Conclusion {
  const judged = parameters.systems.map((system) =>
    judge(
      parameters,
      system,
      trials.filter((trial) => trial.system === system),
    ),
  );
  const control = controlFound(parameters, judged);
  const verdict = decide(judged, control);
  const summary: Record<string, Figure> = {};
  for (const { system, figures } of judged)
    for (const [name, figure] of Object.entries(figures)) summary[`${name}_${slug(system)}`] = figure;
  return {
    summary,
    verdict,
    why: explain(judged, control, verdict),
    findings: judged
      .filter(({ system }) => system !== "unstable-logits")
      .flatMap((one) => findingsOf(parameters, one)),
    charts: charts(parameters, judged),
    series: trials,
  };
}

/** Whether the boundary that the control has is seen where it is; undefined without a control. */
function controlFound(p: PerturbationParameters, judged: readonly Judged[]): boolean | undefined {
  const control = judged.find(({ system }) => system === "unstable-logits");
  const crossing = control?.figures.crossing?.value ?? null;
  if (control === undefined) return undefined;
  if (!((control.figures.boundary_share?.value ?? 0) > 0.5) || crossing === null) return false;
  return Math.abs(Math.log(crossing / p.controlCurvature)) <= Math.log(p.margin);
}

function decide(judged: readonly Judged[], control: boolean | undefined): Verdict {
  const real = judged.filter(({ system }) => learners.includes(system));
  const shapes = new Set(real.map(({ shape }) => shape));
  if (real.length === 0 || control === false || shapes.has("undecided")) return "undecided";
  if (shapes.size > 1) return "mixed";
  if (shapes.has("no-drift")) return "no-drift";
  if (shapes.has("crossover")) return "crossover";
  const places = new Set(real.map(({ atCritical }) => atCritical));
  if (places.has(undefined)) return "undecided";
  return places.has(false) ? "transition-elsewhere" : "transition-at-gamma-crit";
}

function findingsOf(p: PerturbationParameters, { system, shape, atCritical, margin }: Judged): Finding[] {
  const label = labels[system];
  return [
    {
      claim: `${label}: drift turns into stability at a boundary in gamma, not by a smooth crossover`,
      standing: standing(shape === "boundary", shape === "crossover" || shape === "no-drift"),
      figure: `crossover_share_${slug(system)}`,
      chart: "around-crossing",
    },
    {
      claim: `${label}: late S is half way down at gamma_crit`,
      standing: standing(atCritical === true, atCritical === false),
      figure: `ratio_${slug(system)}`,
      chart: "ratio",
    },
    {
      claim: `${label}: a margin of ${p.margin} over gamma_crit is needed, and is enough`,
      standing: standing(margin === "needed-and-enough", margin === "too-much" || margin === "not-enough"),
      figure: `margin_needed_${slug(system)}`,
      chart: "multiples",
    },
  ];
}

function explain(judged: readonly Judged[], control: boolean | undefined, verdict: Verdict): string {
  const short = (figure: Figure | undefined): string => {
    const { value = null, lower = null, upper = null } = figure ?? {};
    if (value === null) return "unknown";
    const text = value.toPrecision(3);
    return lower === null || upper === null
      ? text
      : `${text} (${lower.toPrecision(3)} to ${upper.toPrecision(3)})`;
  };
  const parts = judged.map(({ system, shape, margin, figures }) => {
    const place = `late S half way down at ${short(figures.ratio)} x gamma_crit`;
    const held = `held from ${short(figures.margin_needed)} x gamma_crit (margin ${margin.replaceAll("-", " ")})`;
    return `${labels[system]}: ${shape.replaceAll("-", " ")}, ${place}, ${held}`;
  });
  const power =
    control === undefined
      ? "No control was run."
      : `The control's boundary was ${control ? "seen where it is" : "not seen: the experiment has no power"}.`;
  return `${parts.join("; ")}. ${power} Verdict: ${verdict}.`;
}
