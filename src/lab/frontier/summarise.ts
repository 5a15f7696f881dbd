import type { Figure, Finding } from "../../contracts/index.js";
import { titles } from "../architectures.js";
import { executed } from "../execution.js";
import type { Conclusion } from "../experiment.js";
import { shareOfSeeds } from "../over-seeds.js";
import { charts } from "./charts.js";
import { energyLabels } from "./energies.js";
import {
  type Choice,
  choose,
  controlledSeeds,
  decide,
  holds,
  holdsWrongGoal,
  type Verdict,
} from "./judge.js";
import { type EnergyName, type FrontierParameters, goalCount, type LearnerName } from "./parameters.js";
import { policiesOf } from "./policies.js";
import {
  type Combination,
  combinations,
  everySeed,
  figure,
  lateEntropy,
  lateFidelity,
  lateGamma,
  logRatio,
  nameOf,
  ratioFigure,
  swing,
} from "./statistics.js";
import type { FrontierTrial, TrialRun } from "./trial.js";

export function summarise(p: FrontierParameters, trials: readonly FrontierTrial[]): Conclusion {
  const all = combinations(trials);
  const ahead = new Set<string>(policiesOf(p).flatMap(({ id, hindsight }) => (hindsight ? [] : [id])));
  const candidates = all.filter(({ policy }) => ahead.has(policy));
  const constants = all.filter(({ policy }) => !ahead.has(policy));
  const choices = p.learners.map((learner) => choose(learner, candidates, p));
  const verdict = decide(choices);
  const summary: Record<string, Figure> = {};
  for (const learner of p.learners)
    summary[`entropy_${learner}_none`] = values(
      all.find((combination) => combination.learner === learner)?.free ?? [],
      lateEntropy,
      "nat",
      Math.log(goalCount(p)),
    );
  for (const combination of candidates) Object.assign(summary, figuresOf(combination, constants, p));
  for (const learner of p.learners) Object.assign(summary, comparison(learner, candidates));
  return {
    parameters: {
      ...p,
      goals: goalCount(p),
      executed: executed(trials),
    },
    summary,
    verdict,
    why: explain(p, choices, candidates, verdict),
    findings: p.learners.flatMap((learner) => findings(learner, candidates, summary, p)),
    charts: charts(p, all, ahead),
    series: series(all, p),
  };
}

const values = (
  runs: readonly TrialRun[],
  read: (run: TrialRun) => number | undefined,
  unit: string,
  highest: number,
): Figure => figure(everySeed(runs.map(read)), unit, [0, highest]);

function figuresOf(
  combination: Combination,
  constants: readonly Combination[],
  p: FrontierParameters,
): Record<string, Figure> {
  const { runs, free, learner, energy, policy } = combination;
  const name = nameOf(combination);
  const rivals = constants.filter((other) => other.learner === learner && other.energy === energy);
  const diverged = runs.filter((run) => run.diverged !== null).length;
  const controlled = controlledSeeds(combination, rivals, p).filter(Boolean).length;
  return {
    [`entropy_${name}`]: values(runs, lateEntropy, "nat", Math.log(goalCount(p))),
    [`fidelity_${name}`]: values(runs, lateFidelity, "1", 1),
    [`tax_${name}`]: ratioFigure(logRatio(runs, free)),
    ...(policy === "feedback" && {
      [`swing_${name}`]: ratioFigure(swingRatios(runs, rivals)),
      [`controlled_share_${name}`]: { ...shareOfSeeds(controlled, runs.length), unit: "1" },
    }),
    ...(diverged > 0 && {
      [`diverged_share_${name}`]: { ...shareOfSeeds(diverged, runs.length), unit: "1" },
    }),
  };
}

/** ln of a run's swing over the largest swing of the constants of the same seed: S swings without a controller too. */
function swingRatios(runs: readonly TrialRun[], constants: readonly Combination[]): number[] | undefined {
  return everySeed(
    runs.map((run, seed) => {
      const mine = swing(run);
      const theirs = everySeed(constants.map((constant) => swing(constant.runs[seed] as TrialRun)));
      const largest = Math.max(...(theirs ?? [0]));
      return mine !== undefined && mine > 0 && largest > 0 ? Math.log(mine / largest) : undefined;
    }),
  );
}

const find = (all: readonly Combination[], learner: LearnerName, energy: string, policy: string) =>
  all.find((one) => one.learner === learner && one.energy === energy && one.policy === policy);

/** Task loss under feedback: work on behaviour over work on parameters. */
function comparison(learner: LearnerName, candidates: readonly Combination[]): Record<string, Figure> {
  const [kl, l2] = ["kl", "l2"].map((energy) => find(candidates, learner, energy, "feedback"));
  return kl && l2 ? { [`kl_over_l2_${learner}`]: ratioFigure(logRatio(kl.runs, l2.runs)) } : {};
}

function findings(
  learner: LearnerName,
  candidates: readonly Combination[],
  summary: Readonly<Record<string, Figure>>,
  p: FrontierParameters,
): Finding[] {
  const [kl, l2] = ["kl", "l2"].map((energy) => find(candidates, learner, energy, "feedback"));
  const found: Finding[] = [];
  if (kl && l2) {
    const name = `kl_over_l2_${learner}`;
    const { lower, upper } = summary[name] as Figure;
    const both = holds(kl, p) && holds(l2, p);
    const dearer = lower !== null && lower >= 1;
    found.push({
      claim: `Work on behaviour (KL) holds S at less task loss than work on parameters (L2), under feedback: ${titles[learner]}`,
      standing:
        both && upper !== null && upper < 1 ? "supported" : both && dearer ? "not supported" : "undecided",
      figure: name,
      chart: "frontier",
    });
  }
  const direct = candidates.filter((one) => one.learner === learner && one.energy === "goal-entropy");
  if (direct.length > 0) {
    const names = direct.map((one) => `fidelity_${nameOf(one)}`);
    const fidelityOf = (name: string): number => summary[name]?.value ?? 0;
    const [lowest] = [...names].sort((a, b) => fidelityOf(a) - fidelityOf(b)) as [string];
    const leads = names.every((name) => (summary[name]?.lower ?? 0) > 0.5);
    const lost = names.some((name) => (summary[name]?.upper ?? 1) < 0.5);
    found.push({
      claim: `Work on the goal entropy itself keeps the intended goal in the lead, under every policy: ${titles[learner]}`,
      standing: leads ? "supported" : lost ? "not supported" : "undecided",
      figure: lowest,
      chart: "fidelity",
    });
  }
  return found;
}

function explain(
  p: FrontierParameters,
  choices: readonly Choice[],
  candidates: readonly Combination[],
  verdict: Verdict,
): string {
  const say = ({ energy, policy }: Combination): string =>
    `${energyLabels[energy as EnergyName]} under ${policy}`;
  const lines = choices.map(({ learner, holding, pick, tied }) => {
    if (pick === undefined) return `${titles[learner]}: nothing holds`;
    const tax = ratioFigure(logRatio(pick.runs, pick.free)).value?.toPrecision(3) ?? "?";
    const others = tied.length === 0 ? "alone" : `not told apart from ${tied.map(say).join(", ")}`;
    return `${titles[learner]}: ${holding.length} of ${candidates.filter((one) => one.learner === learner).length} combinations hold; pick ${say(pick)}, task loss x${tax}, ${others}`;
  });
  const wrong = candidates.filter((candidate) => holdsWrongGoal(candidate, p));
  const warning =
    wrong.length === 0
      ? ""
      : ` S held, on a wrong goal: ${wrong.map((one) => `${titles[one.learner]}, ${say(one)}`).join("; ")}.`;
  return `Target S ${p.target.toPrecision(3)} + ${p.tolerance}. ${lines.join(". ")}.${warning} Verdict ${verdict}.`;
}

/** Every combination, constants too, with its seeds. */
function series(all: readonly Combination[], p: FrontierParameters) {
  return all.map((combination) => ({
    learner: combination.learner,
    energy: combination.energy,
    policy: combination.policy,
    holds: holds(combination, p),
    ends: combination.runs.map((run, i) => ({
      entropy: lateEntropy(run) ?? null,
      fidelity: lateFidelity(run) ?? null,
      gamma: lateGamma(run) ?? null,
      swing: swing(run) ?? null,
      taskLoss: run.taskLoss,
      tax: run.taskLoss === null ? null : run.taskLoss / (combination.free[i]?.taskLoss ?? Number.NaN),
      diverged: run.diverged,
    })),
  }));
}
