import { describe, expect, it } from "vitest";
import { experimentResultSchema } from "../../contracts/index.js";
import { gridAround } from "./crossing.js";
import { perturbation } from "./index.js";
import { type PerturbationParameters, perturbationDefaults, problem, type System } from "./parameters.js";
import type { PerturbationTrial, TrialPoint } from "./trial.js";

type Curve = (gamma: number) => number;
const seeds = 8;
const crossover =
  (at: number): Curve =>
  (gamma) =>
    1.2 / (1 + gamma / at);
const step =
  (at: number): Curve =>
  (gamma) =>
    gamma < at ? 1.2 : 0.1;
const flat: Curve = () => 0.05;

/** A trial whose late S follows `curve`, with gamma_crit 1 and a target of 0.46. */
function trialOf(system: System, curve: Curve, at: number, seed: number): PerturbationTrial {
  const point = (gamma: number, origin: TrialPoint["origin"]): TrialPoint => {
    const entropy = curve(gamma) * (1 + 0.001 * seed);
    return {
      gamma,
      origin,
      entropy,
      rate: entropy / 100,
      drifted: entropy / 2,
      taskLoss: 3 - entropy,
      divergedAt: null,
    };
  };
  return {
    system,
    seed,
    criticalWork: 1,
    criticalWorkDrifted: 10,
    entropySettled: 0.05,
    taskLossStart: 3,
    target: 0.46,
    points: [
      ...perturbationDefaults.multiples.map((gamma) => point(gamma, "multiple")),
      ...gridAround(at, 10, 8).map((gamma) => point(gamma, "grid")),
    ].sort((a, b) => a.gamma - b.gamma),
  };
}

type Curves = Partial<Record<System, readonly [curve: Curve, at: number]>>;
function result(curves: Curves, changed: Partial<PerturbationParameters> = {}, n = seeds) {
  const systems = Object.keys(curves) as System[];
  const trials = systems.flatMap((system) => {
    const [curve, at] = curves[system]!;
    return Array.from({ length: n }, (_, seed) => trialOf(system, curve, at, seed));
  });
  return perturbation.summarise({ ...perturbationDefaults, systems, ...changed }, 1, trials);
}
const learners = (curve: Curve, at: number): Curves => ({
  classifier: [curve, at],
  transformer: [curve, at],
  gridworld: [curve, at],
});

describe("the verdict of perturbation follows its rule", () => {
  it.each<[string, Curves]>([
    ["transition-at-gamma-crit", learners(step(1), 1)],
    ["transition-elsewhere", learners(step(0.2), 0.2)],
    ["crossover", learners(crossover(0.3), 0.3)],
    ["mixed", { ...learners(crossover(0.3), 0.3), gridworld: [step(0.2), 0.2] }],
    ["no-drift", learners(flat, 1)],
    ["crossover", { ...learners(crossover(0.3), 0.3), "unstable-logits": [step(0.5), 0.5] }],
    // The control is seen as a crossover, or elsewhere: the experiment has no power.
    ["undecided", { ...learners(crossover(0.3), 0.3), "unstable-logits": [crossover(0.5), 0.5] }],
    ["undecided", { ...learners(crossover(0.3), 0.3), "unstable-logits": [step(1), 1] }],
  ])("%s", (verdict, curves) => {
    expect(result(curves).verdict).toBe(verdict);
  });

  it("decides nothing from few seeds", () => {
    expect(result(learners(step(1), 1), {}, 3).verdict).toBe("undecided");
  });

  it("says of the margin whether it is too much, needed and enough, or not enough", () => {
    const standing = (at: number): string =>
      result({ classifier: [step(at), at] }).findings!.find(({ claim }) =>
        claim.startsWith("cue-conflict MLP: a margin"),
      )!.standing;
    expect([0.5, 1.2, 3].map(standing)).toEqual(["not supported", "supported", "not supported"]);
    const { summary: figures } = result({ classifier: [step(1.2), 1.2] });
    expect(figures.held_at_critical_classifier?.value).toBe(0);
    expect(figures.held_at_margin_classifier?.value).toBe(1);
    expect(figures.margin_needed_classifier?.value).toBeGreaterThan(1);
  });
});

describe("the summary of perturbation", () => {
  const { summary, charts, findings } = result({
    ...learners(crossover(0.3), 0.3),
    "scalar-law": [crossover(0.3), 0.3],
  });

  it("has the crossing, the ratio to both gamma_crit, and the tax, with intervals", () => {
    // 1.2 / (1 + gamma / 0.3) is half way between 1.2 and 0.05 at 0.3 x 1.15 / 1.25 - interpolated.
    expect(summary.ratio_classifier?.value).toBeCloseTo(0.276, 2);
    expect(summary.ratio_drifted_classifier?.value).toBeCloseTo(0.0276, 3);
    expect(summary.tax_at_critical_classifier?.value).toBeCloseTo((1.2 - 1.2 / (1 + 1 / 0.3)) / 1.2, 2);
    expect(summary.ratio_classifier).toMatchObject({ level: 0.95, n: seeds, covers: "seeds" });
    expect(summary.diverged_classifier).toMatchObject({ value: 0, n: seeds * 17 });
  });

  it("states the scalar law without intervals, and refers only to what is there", () => {
    expect(summary.ratio_scalar_law).toMatchObject({ lower: null, upper: null, covers: "nothing random" });
    for (const { figure, chart } of findings!) {
      expect(summary).toHaveProperty(figure);
      expect(charts!.map(({ id }) => id)).toContain(chart);
    }
  });

  it("is what the contract says", () => {
    const whole = result(learners(crossover(0.3), 0.3));
    expect(experimentResultSchema.parse(JSON.parse(JSON.stringify(whole)))).toEqual(
      JSON.parse(JSON.stringify(whole)),
    );
  });
});

it.each<[Partial<PerturbationParameters>, string]>([
  [{ systems: ["nothing"] as never }, "systems must list distinct ones of"],
  [{ multiples: [0, 1, 0.5] }, "multiples must ascend from 0"],
  [{ margin: 1.2 }, "multiples must contain 1 and the margin 1.2"],
  [{ gridPoints: 9 }, "gridPoints must be even"],
  [{ driftSteps: 401 }, "driftSteps must be a multiple of 4"],
  [{ controlGrowth: 400 }, "controlGrowth must be at most 300"],
  [{ seeds: 0 }, "seeds must be a whole number from 1 to 1000000, got 0"],
  [{ proxyAgreement: [1, 2] }, "expected 4 cues with a proxyAgreement from 0 to 1 each"],
])("refuses %j", (changed, message) => {
  expect(problem({ ...perturbationDefaults, ...changed })).toContain(message);
});
