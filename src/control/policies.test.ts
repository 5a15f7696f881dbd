import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bounded, decisions, gammas } from "../../test/policies.js";
import {
  adaptiveKl,
  checkpoint,
  constant,
  costAware,
  critical,
  feedback,
  handover,
  limited,
  type Measurement,
  type Policy,
  resume,
  schedule,
  selfTuning,
} from "./index.js";

const criticalWork = (lambdaMax: number): number => 5 * lambdaMax;
const GOALS = 5;
const LIMITS = { minimum: 0.125, maximum: 4, rate: 0.01 };
const pi = feedback({ target: 0.5, goals: GOALS, gain: 2, integralTime: 50, maximum: 4 });
const slow = feedback({ target: 0.5, goals: GOALS, gain: 2, integralTime: 50, ...LIMITS, initial: 1 });
const kl = adaptiveKl({ target: 0.1, initial: 1, horizon: 100, ...LIMITS });
const frugal = costAware({ target: 0.5, goals: GOALS, minimum: 0.125, maximum: 4, initial: 1 });
const ramp = schedule(
  [
    { step: 100, gamma: 1 },
    { step: 300, gamma: 3 },
  ],
  "cosine",
);

const part = fc.option(fc.double().map(bounded), { nil: undefined });
const measurement = fc.record({
  step: fc.oneof(fc.integer({ min: -10, max: 1000 }), fc.double()),
  entropy: fc.oneof(
    part,
    fc.double({ min: 0, max: 1.6, noNaN: true }).map(bounded),
    fc.double({ min: 0, max: 1.6, noNaN: true }).map(bounded),
  ),
  divergence: part,
  lambdaMax: fc.oneof(part, fc.double({ min: 0, max: 2, noNaN: true }).map(bounded)),
});
const sequences = fc.array(measurement, { maxLength: 40 });

const policies = (
  [
    constant(3),
    critical({ criticalWork }),
    critical({ criticalWork, reestimate: true }),
    pi,
    slow,
    kl,
    adaptiveKl({ target: 0.5, initial: 1, horizon: 100, ...LIMITS, reads: "entropy", goals: GOALS }),
    frugal,
    ramp,
    limited(critical({ criticalWork, reestimate: true }), LIMITS),
    limited(pi, LIMITS),
    selfTuning({ target: 0.5, goals: GOALS, ...LIMITS, probe: { low: 0.5, high: 2, hold: 20 } }),
    handover(ramp, slow, { step: 400 }),
    handover(slow, handover(frugal, kl, { entropyAbove: 1 }), { entropyBelow: 0.2 }),
  ] as Policy[]
).map((policy, i) => [`${i} ${policy.name}`, policy] as const);

describe.each(policies)("policy %s", (_, policy) => {
  it("answers any sequence of measurements with a finite gamma >= 0 and a reason (fast-check)", () => {
    fc.assert(
      fc.property(sequences, (sequence) => {
        for (const { gamma, reason } of decisions(policy, sequence)) {
          // The rule follows lambda_max wherever it goes; its fuzzed values reach 1e308.
          if (!policy.name.startsWith("critical")) expect(gamma).toBeLessThan(Number.POSITIVE_INFINITY);
          expect(gamma).toBeGreaterThanOrEqual(0);
          expect(reason).not.toBe("");
        }
      }),
      { seed: 1 },
    );
  });

  it("resumes from its checkpoint after JSON with the same next gammas (fast-check)", () => {
    fc.assert(
      fc.property(sequences, sequences, (before, after) => {
        let state = policy.init();
        for (const m of before) state = policy.step(state, m).state;
        let revived = resume(policy, JSON.parse(JSON.stringify(checkpoint(policy, state))));
        for (const m of after) {
          const [kept, again] = [policy.step(state, m), policy.step(revived, m)];
          expect(again.gamma).toBe(kept.gamma);
          [state, revived] = [kept.state, again.state];
        }
      }),
      { seed: 2, numRuns: 60 },
    );
  });

  it("ignores what comes late, and says so", () => {
    const at = (step: number, S: number): Measurement => ({
      step,
      entropy: bounded(S),
      divergence: bounded(S),
      lambdaMax: bounded(S),
    });
    const onTime = gammas(policy, [at(100, 0.9), at(200, 0.7), at(300, 0.6)]);
    const mixed = gammas(policy, [at(100, 0.9), at(200, 0.7), at(50, 1.6), at(Number.NaN, 0), at(300, 0.6)]);
    expect([mixed[0], mixed[1], mixed[4]]).toEqual(onTime);
    expect([mixed[2], mixed[3]]).toEqual([onTime[1], onTime[1]]);
  });
});

describe("limits", () => {
  const bound = [
    slow,
    kl,
    limited(critical({ criticalWork, reestimate: true }), LIMITS),
    limited(pi, LIMITS),
  ];

  it("keep gamma within the bounds and to the rate for any sequence (fast-check)", () => {
    for (const policy of bound as Policy[]) {
      fc.assert(
        fc.property(sequences, (sequence) => {
          let [state, gamma, clock] = [policy.init(), Number.NaN, 0];
          for (const m of sequence) {
            const decision = policy.step(state, m);
            const elapsed = Number.isFinite(m.step) ? Math.max(0, m.step - clock) : 0;
            const moved = Math.abs(decision.gamma - gamma);
            if (!Number.isNaN(gamma)) expect(moved).toBeLessThanOrEqual(LIMITS.rate * elapsed + 1e-12);
            expect(decision.gamma).toBeGreaterThanOrEqual(LIMITS.minimum);
            expect(decision.gamma).toBeLessThanOrEqual(LIMITS.maximum);
            if (Number.isFinite(m.step)) clock = Math.max(clock, m.step);
            ({ state, gamma } = decision);
          }
        }),
        { seed: 3 },
      );
    }
  });

  it("refuse what leaves no room", () => {
    const wide = { target: 0.5, goals: GOALS, gain: 1, integralTime: 1 };
    expect(() => feedback({ ...wide, minimum: 2, maximum: 1 })).toThrow(
      /minimum must lie between 0 and maximum/,
    );
    expect(() => limited(pi, { maximum: 1, rate: 0 })).toThrow(/rate must be positive/);
    expect(() => feedback({ ...wide, maximum: Number.NaN })).toThrow(/maximum must be positive/);
  });
});

describe("targets that cannot be", () => {
  const targets = [-0.1, Math.log(GOALS) + 1e-9, Number.NaN, Number.POSITIVE_INFINITY];
  it.each(targets)("%d is refused by every policy that takes one", (target) => {
    const limits = { minimum: 0.1, maximum: 1, initial: 0.5 };
    const message = /target must be (finite and >= 0, and at most ln 5 = 1.609|positive and finite)/;
    const made = [
      () => feedback({ target, goals: GOALS, gain: 1, integralTime: 1, ...limits }),
      () => costAware({ target, goals: GOALS, ...limits }),
      () => adaptiveKl({ target, goals: GOALS, reads: "entropy", horizon: 1, ...limits }),
    ];
    for (const make of made) expect(make).toThrow(message);
  });

  it("a number of goals is asked for where S is read", () => {
    expect(() => adaptiveKl({ target: 1, initial: 1, horizon: 1, maximum: 1, reads: "entropy" })).toThrow(
      /goals must be a whole number >= 2/,
    );
  });
});

describe("checkpoint", () => {
  const saved = checkpoint(pi, pi.init());
  it.each([
    ["another policy", frugal as Policy, saved, /is of policy feedback, not of cost-aware/],
    ["other settings", slow as Policy, saved, /with settings \{"target":0.5.*not \{/],
    [
      "another version",
      pi as Policy,
      { ...saved, version: 2 },
      /expected a saved state of version 1, got version 2/,
    ],
    ["another file", pi as Policy, { episodes: [] }, /not a saved state of a gamma policy/],
    ["nothing", pi as Policy, null, /not a saved state of a gamma policy/],
  ])("of %s is refused", (_, policy, checkpointed, message) => {
    expect(() => resume(policy, checkpointed)).toThrow(message);
  });
});

describe("critical", () => {
  const sequence = [0.1, 0.3, undefined, 0.2].map((lambda, step) => ({
    step,
    lambdaMax: lambda === undefined ? undefined : { value: lambda / 2, lower: 0, upper: lambda },
  }));

  it("keeps the first lambda_max, by its upper end, at margin 1.5", () => {
    expect(gammas(critical({ criticalWork }), sequence)).toEqual([0.75, 0.75, 0.75, 0.75]);
  });

  it("follows every new one when re-estimating", () => {
    expect(gammas(critical({ criticalWork, reestimate: true }), sequence)).toEqual([
      0.75,
      1.5 * 1.5,
      1.5 * 1.5,
      1.5,
    ]);
  });

  it("does nothing, and says so, before lambda_max is known", () => {
    const policy = critical({ criticalWork });
    expect(policy.step(policy.init(), { step: 0 })).toMatchObject({
      gamma: 0,
      reason: "no lambda_max measured yet",
    });
  });
});
