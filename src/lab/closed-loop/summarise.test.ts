import { describe, expect, it } from "vitest";
import { closedLoopDefaults } from "./parameters.js";
import { policies } from "./policies.js";
import { summarise } from "./summarise.js";
import type { ClosedLoopTrial } from "./trial.js";

interface End {
  readonly entropy: number;
  readonly taskLoss: number;
}

const held = { entropy: 0.3, taskLoss: 1 };
const drifted = { entropy: 1.5, taskLoss: 0.1 };

/** Trials whose policies end as told, with a little spread over seeds. */
function trials(ends: Record<string, End>, seeds = 5): ClosedLoopTrial[] {
  return Array.from({ length: seeds }, (_, seed) => ({
    seed,
    parameterCount: 9610,
    execution: "native",
    runs: policies.map(({ id }) => {
      const { entropy, taskLoss } = ends[id]!;
      const points = Array.from({ length: 11 }, (_, i) => ({
        step: i * 100,
        entropy: (i < 5 ? 0 : entropy) + 0.001 * seed,
        entropyLower: 0,
        entropyUpper: 2,
        fidelity: 0.9,
        slope: null,
        gamma: 1,
        lambdaMax: i % 2 === 0 ? 4 : null,
        criticalWork: i % 2 === 0 ? 18 : null,
      }));
      return {
        policy: id,
        points,
        taskLoss: taskLoss * (1 + 0.01 * seed),
        alarmStep: entropy > 1 ? 100 : null,
      };
    }),
  }));
}

const result = (ends: Record<string, End>, seeds?: number) =>
  summarise(closedLoopDefaults, trials(ends, seeds));
const all = (none: End, start: End, reestimated: End, feedback: End) => ({
  none,
  critical_start: start,
  critical_reestimated: reestimated,
  feedback,
});

describe("the closed loop's verdict follows its rule", () => {
  it("claims nothing when the run without work does not drift", () => {
    expect(result(all(held, held, held, held)).verdict).toBe("no-drift");
  });

  it("fails the rule when a critical policy drifts", () => {
    expect(result(all(drifted, drifted, held, held)).verdict).toBe("rule-fails");
    expect(result(all(drifted, held, drifted, held)).verdict).toBe("rule-fails");
  });

  it("calls it overpaid when feedback holds for less task loss", () => {
    const cheap = { entropy: 0.4, taskLoss: 0.5 };
    expect(result(all(drifted, held, held, cheap)).verdict).toBe("rule-overpays");
  });

  it("says that the rule holds when feedback is no cheaper", () => {
    expect(result(all(drifted, held, held, { ...held, taskLoss: 2 })).verdict).toBe("rule-holds");
  });

  it("decides nothing from one seed, and shows no interval", () => {
    const one = result(all(drifted, held, held, held), 1);
    expect(one.verdict).toBe("undecided");
    expect(one.summary.entropy_none).toMatchObject({ value: 1.5, lower: null, upper: null });
  });
});

describe("a run that diverges", () => {
  const told = all(drifted, held, held, held);
  const diverged = {
    step: 42,
    loss: null,
    message: "the loss is NaN after 42 steps: lower the learning rate",
  };
  const without = (policy: string, seeds: readonly number[]) =>
    summarise(
      closedLoopDefaults,
      trials(told).map((trial) => ({
        ...trial,
        runs: trial.runs.map((run) =>
          run.policy === policy && seeds.includes(trial.seed) ? { policy, diverged } : run,
        ),
      })),
    );

  it("is counted, and leaves its policy undecided and the others as they were", () => {
    const { verdict, why, summary, series } = without("critical_start", [0, 3]);
    expect(verdict).toBe("undecided");
    expect(why).toContain("2 runs diverged, on the first the loss is NaN after 42 steps");
    expect(summary.diverged_critical_start?.value).toBe(2);
    expect(summary.entropy_critical_start).toMatchObject({ n: 3 });
    expect(summary.price_critical_start).toMatchObject({ n: 3 });
    expect(summary.entropy_feedback).toEqual(result(told).summary.entropy_feedback);
    expect((series as { ends: unknown[] }[]).map(({ ends }) => ends.length)).toEqual([5, 3, 5, 5]);
    expect(result(told).summary).not.toHaveProperty("diverged_none");
  });

  it("leaves nothing to say where all of them do", () => {
    const { summary, verdict } = without("none", [0, 1, 2, 3, 4]);
    expect(verdict).toBe("undecided");
    expect(summary.entropy_none?.value).toBeNull();
    expect(summary.tax_feedback?.value).toBeNull();
    expect(summary.alarm_share_none?.value).toBeNull();
  });
});

describe("the closed loop's summary", () => {
  it("judges the second half, and shows how far S swings", () => {
    const { summary } = result(all(drifted, held, held, held));
    expect(summary.entropy_none?.value).toBeCloseTo(1.502, 10);
    expect(summary.swing_none?.value).toBeCloseTo(0, 10);
    expect(summary.tax_none).toMatchObject({ value: 1, lower: 1, upper: 1 });
    expect(summary.tax_feedback?.value).toBeCloseTo(10, 10);
    expect(summary.alarm_share_none?.value).toBe(1);
    expect(summary.alarm_share_feedback?.value).toBe(0);
  });

  it("leaves lambda_max null where it was not measured", () => {
    const [none] = result(all(drifted, held, held, held)).series as { points: { lambdaMax: unknown }[] }[];
    expect(none?.points[1]?.lambdaMax).toBeNull();
    expect(none?.points[2]?.lambdaMax).toMatchObject({ value: 4, lower: 4, upper: 4 });
  });
});
