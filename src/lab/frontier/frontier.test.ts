import { describe, expect, it } from "vitest";
import { experimentResultSchema } from "../../contracts/index.js";
import { runExperiment, runTrial } from "../experiment.js";
import { frontier } from "./index.js";
import { choose, controlledSeeds, decide, holds, holdsWrongGoal } from "./judge.js";
import { frontierDefaults, problem } from "./parameters.js";
import { combinations, swing } from "./statistics.js";
import { summarise } from "./summarise.js";
import type { FrontierTrial, TrialRun } from "./trial.js";

/** The real experiment, shortened until it only shows that its parts fit. */
const small = {
  ...frontierDefaults,
  seeds: 2,
  learners: ["mlp" as const],
  energies: ["l2" as const, "goal-entropy" as const],
  alignmentSteps: 100,
  driftSteps: 80,
  conflictInputs: 100,
  energyInputs: 16,
  energySets: 2,
  fisherInputs: 32,
  taskInputs: 100,
  constants: [1],
};

const context = { progress: async () => {}, signal: new AbortController().signal };

const run = (
  energy: string | null,
  policy: string,
  entropy: number,
  taskLoss: number | null,
  { fidelity = 0.9, half = 0.02, wave = 0 } = {},
): TrialRun => ({
  energy,
  policy,
  taskLoss,
  diverged: taskLoss === null ? 20 : null,
  reason: "",
  points: Array.from({ length: 20 }, (_, i) => ({
    step: 20 * i,
    entropy: entropy + wave * (i % 2 === 0 ? 1 : -1),
    half,
    fidelity,
    gamma: 1,
  })),
});

/** Two seeds of a learner; seed 2 is a little worse throughout. */
const trialsOf = (runs: (worse: number) => TrialRun[]): FrontierTrial[] =>
  [0, 0.001].map((worse, seed) => ({
    seed,
    learner: "mlp",
    parameterCount: 10,
    lambdaMax: 1,
    execution: "none",
    runs: [run(null, "none", 1.5, 0.1), ...runs(worse)],
  }));

describe("the rule", () => {
  const p = { ...small, seeds: 2, energies: ["l2" as const, "kl" as const] };
  const at = (worse: number): TrialRun[] => [
    run("l2", "feedback", 0.45 + worse, 1 + worse),
    run("l2", "critical", 0.1 + worse, 3 + worse),
    run("l2", "cost-aware", 0.9 + worse, 0.3 + worse),
    run("l2", "adaptive-kl", 0.2 + worse, null),
    run("kl", "feedback", 0.44 + worse, 0.5 + worse),
    run("kl", "critical", 0.1 + worse, 0.2 + worse, { fidelity: 0.02 + worse }),
    run("l2", "constant-1", 0.46 + worse, 0.8 + worse),
  ];
  const all = combinations(trialsOf(at));
  const [l2, critical, drifted, diverged, kl, wrong, constant] = all;

  it("holds what keeps S low with the intended goal in the lead, and nothing that diverged", () => {
    expect([l2, critical, drifted, diverged, kl, wrong].map((one) => one && holds(one, p))).toEqual([
      true,
      true,
      false,
      false,
      true,
      false,
    ]);
    expect([kl, wrong].map((one) => one && holdsWrongGoal(one, p))).toEqual([false, true]);
  });

  it("picks the least task loss among what holds, alone where the others are dearer for certain", () => {
    const choice = choose("mlp", all.slice(0, 6), p);
    expect(choice.pick).toBe(kl);
    expect(choice.tied).toEqual([]);
    expect(decide([choice])).toBe("one-pick");
    const noisy = combinations(
      trialsOf((worse) => [
        run("l2", "feedback", 0.4, 1 - 300 * worse),
        run("kl", "feedback", 0.4, 0.9 + 50 * worse),
      ]),
    );
    expect(decide([choose("mlp", noisy, p)])).toBe("tied");
    expect(decide([choice, choose("cnn", all, p)])).toBe("none-holds");
    expect(decide([choice, { ...choice, pick: l2 }])).toBe("picks-differ");
  });

  it("counts the seeds held at the target, at no more than 1.5 times the best constant's task loss", () => {
    const constants = constant === undefined ? [] : [constant];
    const seeds = (runs: (worse: number) => TrialRun[]) =>
      combinations(trialsOf(runs)).map((one) => controlledSeeds(one, constants, { ...p, target: 0.46 }));
    expect(
      seeds((worse) => [
        run("l2", "feedback", 0.45 + worse, 1 + worse),
        run("l2", "feedback", 0.45, 1.3),
        run("l2", "feedback", 0.3, 0.9),
        run("l2", "feedback", 0.6, 0.9),
        run("l2", "feedback", 0.45, null),
      ]),
    ).toEqual([
      [true, true],
      [false, false],
      [false, false],
      [false, false],
      [false, false],
    ]);
  });

  it("sees a cycle as swing about a line, and no trend as swing", () => {
    expect(swing(run("l2", "feedback", 0.5, 1, { wave: 0.1 }))).toBeCloseTo(0.1, 1);
    const points = run("l2", "feedback", 0.5, 1).points.map((point, i) => ({ ...point, entropy: 0.1 * i }));
    expect(swing({ ...run("l2", "feedback", 0.5, 1), points })).toBeCloseTo(0, 12);
  });

  it("finds that goal entropy lost the intended goal as soon as one policy lets it", () => {
    const direct = (critical: number): (string | undefined)[] => {
      const trials = trialsOf((worse) => [
        run("goal-entropy", "feedback", 0.4 + worse, 1, { fidelity: 0.9 }),
        run("goal-entropy", "critical", 0.1 + worse, 1, { fidelity: critical + worse }),
      ]);
      const { findings } = summarise({ ...small, energies: ["goal-entropy"] }, trials);
      return findings?.flatMap(({ standing, figure }) => [standing, figure]) ?? [];
    };
    expect(direct(0.02)).toEqual(["not supported", "fidelity_mlp_goal-entropy_critical"]);
    expect(direct(0.8)).toEqual(["supported", "fidelity_mlp_goal-entropy_critical"]);
    expect(direct(0.5)).toEqual(["undecided", "fidelity_mlp_goal-entropy_critical"]);
  });

  it("makes a result of every kind of run, divergence too", () => {
    const result = frontier.summarise(p, 1, trialsOf(at));
    expect(result.summary.swing_mlp_l2_feedback?.value).toBeNull();
    experimentResultSchema.parse(result);
    expect(result.summary["entropy_mlp_l2_adaptive-kl"]?.value).toBeNull();
    expect(result.summary["diverged_share_mlp_l2_adaptive-kl"]?.value).toBe(1);
    for (const [name, { lower, upper }] of Object.entries(result.summary))
      if (/^(entropy|fidelity)/.test(name) && lower !== null) {
        expect(lower).toBeGreaterThanOrEqual(0);
        expect(upper).toBeLessThanOrEqual(name.startsWith("entropy") ? Math.log(5) : 1);
      }
    expect(result.why).toMatch(/S held, on a wrong goal: MLP, KL under critical/);
    expect(result.findings?.[0]).toMatchObject({ standing: "supported", figure: "kl_over_l2_mlp" });
    for (const { figure, chart } of result.findings ?? []) {
      expect(result.summary[figure]).toBeDefined();
      expect(result.charts?.map(({ id }) => id)).toContain(chart);
    }
  });
});

describe("the experiment", () => {
  it("runs, obeys the schema, and gives the same bytes from the same seed, whichever trial runs first", async () => {
    const result = await runExperiment(frontier, small, 3, context);
    experimentResultSchema.parse(result);
    const trialContext = { progress: async () => {} };
    const last = await runTrial(frontier, small, 3, 1, trialContext);
    const first = await runTrial(frontier, small, 3, 0, trialContext);
    expect(JSON.stringify(frontier.summarise(small, 3, [first, last]))).toBe(JSON.stringify(result));
    expect(first.runs).toHaveLength(1 + 2 * 6);
    expect(new Set(first.runs.map(({ points }) => points[0]?.entropy)).size).toBe(1);
  });

  // The measure: standard deviation of S about its line in the second half of the drift phase, over the largest of constant
  // gammas about the scale, on the same seed. A limit cycle is a swing that the controller makes: twice theirs, or more.
  it.each(["mlp", "cnn", "transformer"] as const)(
    "feedback at its defaults makes no limit cycle on the %s",
    async (learner) => {
      const p = {
        ...frontierDefaults,
        seeds: 1,
        learners: [learner],
        energies: ["l2" as const],
        policies: ["feedback" as const],
        constants: [0.3, 1, 3],
        alignmentSteps: 200,
        driftSteps: 300,
        conflictInputs: 400,
      };
      const { runs } = await runTrial(frontier, p, 1, 0, { progress: async () => {} });
      const [, feedback, ...constants] = runs.map(swing);
      expect(feedback).toBeGreaterThan(0);
      expect(feedback).toBeLessThan(2 * Math.max(...constants.map((value) => value as number)));
    },
  );

  it("gives each trial one learner, all of them equally often", () => {
    const p = { ...small, seeds: 2, learners: ["mlp" as const, "cnn" as const, "transformer" as const] };
    const learners = Array.from({ length: frontier.trials(p) }, (_, i) => frontier.part?.(p, i).learners);
    expect(learners).toEqual([["mlp"], ["cnn"], ["transformer"], ["mlp"], ["cnn"], ["transformer"]]);
  });

  it("records divergence as an outcome and goes on", async () => {
    const absurd = { ...small, seeds: 1, energies: ["l2" as const], driftRate: 1e20 };
    const trial = await runTrial(frontier, absurd, 1, 0, { progress: async () => {} });
    const [free, ...worked] = trial.runs;
    expect(free?.diverged).toBeLessThanOrEqual(50);
    expect(free?.taskLoss).toBeNull();
    // The proximal step bounds what even an absurd rate does, as soon as there is work.
    expect(worked.every(({ diverged }) => diverged === null)).toBe(true);
    const result = experimentResultSchema.parse(frontier.summarise(absurd, 1, [trial]));
    expect(result.summary.entropy_mlp_none?.value).toBeNull();
    expect(result.summary.tax_mlp_l2_critical?.value).toBeNull();
  });

  it.each([
    [{ target: 2 }, /target must be at most ln 5 = 1.609/],
    [{ learners: ["rnn"] }, /learners must list distinct ones of mlp, cnn, transformer/],
    [{ policies: ["pid"] }, /policies must list distinct ones of critical, feedback/],
    [{ energies: [] }, /energies must list distinct ones/],
    [{ measureEvery: 7 }, /measureEvery must be a multiple of 5/],
    [{ driftSteps: 50 }, /driftSteps must be a multiple of measureEvery \(20\) and at least four/],
    [{ constants: [0] }, /constants must list positive numbers/],
    [{ proxyAgreement: [1] }, /proxyAgreement must list 4 probabilities/],
    [{ klScale: -1 }, /klScale must be positive/],
  ])("refuses %o", (change, message) => {
    expect(problem({ ...frontierDefaults, ...change } as never)).toMatch(message);
    expect(problem(frontierDefaults)).toBeUndefined();
  });
});
