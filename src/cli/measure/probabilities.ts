/**
 * Goals of items behind a classifier's probabilities: its training prior is divided out, the prevalence put in. Coverage
 * of the interval of S, and what it takes for granted: docs/design/goals-behind-a-classifier.md.
 */
import type { CrossCheck } from "../../contracts/index.js";
import { fitMixture } from "../../goals/index.js";
import type { Position } from "../../ingest/index.js";
import type { RandomStream } from "../../numeric/index.js";
import { UserError } from "../exit.js";
import { GoalRows, RowBudget } from "./goal-rows.js";
import { intendedFirst } from "./intended.js";
import type { Figures, Method, Sample } from "./method.js";
import { type MixtureSettings, mixtureFigures } from "./mixture.js";
import { prevalenceFigures } from "./prevalence.js";

export interface ProbabilitySettings {
  readonly classes: readonly string[];
  readonly level: number;
  readonly intended?: string | undefined;
  /** p(class) in the classifier's training; default all classes alike. */
  readonly trainingPrior?: Readonly<Record<string, number>> | undefined;
}

export function probabilityMethod(settings: ProbabilitySettings): Method<Float64Array, ProbabilitySample> {
  const { level, intended, trainingPrior } = settings;
  const goals = intendedFirst(settings.classes, intended, "the classes");
  const prior = priorOf(goals, trainingPrior);
  const order = goals.map((goal) => settings.classes.indexOf(goal));
  const budget = new RowBudget(goals.length);
  return {
    input: "probabilities",
    interval: "posterior",
    insufficient: (n) => `each of the ${n} records gives all its probability to classes of training prior 0`,
    newSample: () => new ProbabilitySample(order, prior, new GoalRows(budget)),
    measurer: () => ({
      goals,
      intended,
      notes: notes(settings),
      measure: (sample, stream) =>
        figures(
          sample,
          {
            names: goals,
            level,
            budget,
            inference: "EM under label shift (Saerens, Latinne & Decaestecker 2002)",
          },
          stream,
        ),
    }),
  };
}

/** Probabilities as likelihoods p(class | item) / p(class), and their sums. */
class ProbabilitySample implements Sample<Float64Array> {
  readonly rows: GoalRows;
  readonly sums: Float64Array;
  readonly #order: readonly number[];
  readonly #logPrior: readonly number[];

  constructor(order: readonly number[], prior: readonly number[], rows: GoalRows) {
    this.#order = order;
    this.#logPrior = prior.map(Math.log);
    this.rows = rows;
    this.sums = new Float64Array(order.length);
  }

  get n(): number {
    return this.rows.n;
  }

  add(probabilities: Float64Array, count: number, position: Position): void {
    const row = Float64Array.from(this.#order, (c, g) => Math.log(probabilities[c]!) - this.#logPrior[g]!);
    for (const [g, c] of this.#order.entries()) this.sums[g]! += count * probabilities[c]!;
    this.rows.add(row, count, position);
  }

  absorb(other: ProbabilitySample): void {
    this.rows.absorb(other.rows);
    for (const [g, sum] of other.sums.entries()) this.sums[g]! += sum;
  }
}

function figures(
  sample: ProbabilitySample,
  settings: MixtureSettings,
  stream: RandomStream,
): Figures | undefined {
  const measured = mixtureFigures(sample.rows, settings, stream);
  const fit = fitMixture(sample.rows.likelihoods());
  if (!measured?.entropy || !fit) return undefined;
  const { estimator, probabilities: weights, entropy, divergence, counts, notes } = measured;
  const mean: CrossCheck = {
    method: "mean of the probabilities",
    source: "probabilistic classify and count (Bella et al. 2010)",
    probabilities: Array.from(sample.sums, (sum) => sum / sample.n),
    note: "right only where classes are as frequent as in the classifier's training",
  };
  return prevalenceFigures({ weights, entropy, divergence }, fit, {
    estimator: { ...estimator, name: "label-shift" },
    counts,
    crossChecks: [mean],
    notes,
  });
}

function priorOf(goals: readonly string[], given: ProbabilitySettings["trainingPrior"]): number[] {
  if (given === undefined) return goals.map(() => 1 / goals.length);
  const foreign = Object.keys(given).find((name) => !goals.includes(name));
  const missing = goals.find((goal) => !Object.hasOwn(given, goal));
  if (foreign !== undefined) {
    throw new UserError(`--training-prior: ${foreign} is not one of the classes: ${goals.join(", ")}`);
  }
  if (missing !== undefined) throw new UserError(`--training-prior: nothing is said of ${missing}`);
  const total = goals.reduce((sum, goal) => sum + given[goal]!, 0);
  if (!(Math.abs(total - 1) <= 0.01)) throw new UserError(`--training-prior sums to ${total}; expected 1`);
  return goals.map((goal) => given[goal]! / total);
}

const notes = ({ intended, trainingPrior }: ProbabilitySettings): string[] =>
  [
    "count: records whose most probable goal it is.",
    intended === undefined ? "Fidelity and divergence need the intended goal: --intended NAME." : "",
    trainingPrior
      ? ""
      : "The classifier is taken to have been trained with all classes alike; say otherwise with --training-prior.",
    "Intervals take the classifier to be calibrated: its own errors beyond its stated doubt are not in them.",
  ].filter((note) => note !== "");
