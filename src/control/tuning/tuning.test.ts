import { describe, expect, it } from "vitest";
import { normal, RandomStream } from "../../numeric/index.js";
import { feedback, type Policy, schedule } from "../index.js";
import { identify, type ProbeRecord } from "./identify.js";
import { leastSquares } from "./least-squares.js";
import { prbs } from "./prbs.js";
import { selfTuning } from "./self-tuning.js";
import { simc } from "./simc.js";

/** dS/dt = drift - decay S - gamma x work, solved exactly from one measurement to the next, and its noise. */
interface Plant {
  readonly drift: number;
  readonly decay: number;
  readonly work: number;
  readonly noise?: number;
}

const INTERVAL = 25;

/** S, gamma and state along a run of `policy`. */
function run<State>(policy: Policy<State>, plant: Plant, measurements: number, seed = 1, start = 0.4) {
  const draw = normal(RandomStream.fromSeed(seed), 0, plant.noise ?? 0);
  let [S, state] = [start, policy.init()];
  const records: ProbeRecord[] = [];
  for (let i = 0; i < measurements; i++) {
    const seen = S + draw();
    const decision = policy.step(state, {
      step: i * INTERVAL,
      entropy: { value: seen, lower: seen, upper: seen },
    });
    state = decision.state;
    records.push({ step: i * INTERVAL, entropy: seen, gamma: decision.gamma });
    const push = plant.drift - plant.work * decision.gamma;
    const { decay } = plant;
    S =
      decay === 0
        ? S + push * INTERVAL
        : S * Math.exp(-decay * INTERVAL) + (push * (1 - Math.exp(-decay * INTERVAL))) / decay;
  }
  return { records, state };
}

const probing = (low: number, high: number) => schedule(prbs({ low, high, hold: 50, bits: 5 }), "step");

describe("prbs", () => {
  it.each([3, 4, 5, 6, 7] as const)("of %d bits is a maximal-length sequence", (bits) => {
    const values = prbs({ low: 0, high: 1, hold: 10, bits }).map(({ gamma }) => gamma);
    const period = 2 ** bits - 1;
    expect(values).toHaveLength(period);
    // Golomb: one more high than low, and autocorrelation -1 / period at every shift.
    expect(values.filter((gamma) => gamma === 1)).toHaveLength(2 ** (bits - 1));
    const sign = (i: number): number => 2 * (values[i % period] as number) - 1;
    for (let shift = 1; shift < period; shift++)
      expect(values.reduce((sum, _, i) => sum + sign(i) * sign(i + shift), 0)).toBe(-1);
  });
});

describe("leastSquares", () => {
  it("solves a small system, and sees columns that depend on each other", () => {
    const [one, x] = [Float64Array.of(1, 1, 1, 1), Float64Array.of(0, 1, 2, 3)];
    const fit = leastSquares([one, x], [1, 3, 5, 7.4]);
    expect(fit?.coefficients[0]).toBeCloseTo(0.92, 12);
    expect(fit?.coefficients[1]).toBeCloseTo(2.12, 12);
    expect(fit?.inverse[1]?.[1]).toBeCloseTo(1 / 5, 12);
    expect(leastSquares([one, x, x], [1, 2, 3, 4])).toBeUndefined();
  });
});

describe("identify", () => {
  it("finds the scalar law dS/dt = sigma - gamma exactly: an integrator of slope gain -1", () => {
    const law = { drift: 1.2e-4, decay: 0, work: 1 };
    const found = identify(run(probing(0, 2.4e-4), law, 62).records);
    expect(found.ok).toBe(true);
    if (!found.ok) return;
    const { slopeGain, decay, timeConstant, gain, rSquared, interval } = found.response;
    expect(slopeGain.value).toBeCloseTo(-1, 9);
    expect(slopeGain.upper - slopeGain.lower).toBeLessThan(1e-6);
    expect(decay.value).toBe(0);
    expect([timeConstant, gain]).toEqual([undefined, undefined]);
    expect(rSquared).toBeCloseTo(1, 12);
    expect(interval).toBe(INTERVAL);
  });

  it("finds a first-order lag exactly, at uneven spacing too", () => {
    const lag = { drift: 0.01, decay: 0.01, work: 0.004 };
    const steps = Array.from({ length: 40 }, (_, i) => 20 * i + 7 * (i % 3));
    let S = 0.3;
    const uneven = steps.map((step, i): ProbeRecord => {
      const gamma = i % 4 < 2 ? 0.5 : 1.5;
      const record = { step, entropy: S, gamma };
      const kept = Math.exp(-lag.decay * ((steps[i + 1] ?? step) - step));
      S = S * kept + ((lag.drift - lag.work * gamma) * (1 - kept)) / lag.decay;
      return record;
    });
    for (const records of [uneven, run(probing(0.5, 1.5), lag, 62).records]) {
      const found = identify(records);
      if (!found.ok) throw new Error(found.reason);
      expect(found.response.timeConstant?.value).toBeCloseTo(100, 3);
      expect(found.response.gain?.value).toBeCloseTo(-0.4, 5);
    }
  });

  it("covers gain and time constant at its level under noise", () => {
    const lag = { drift: 0.01, decay: 0.01, work: 0.004, noise: 0.01 };
    const trials = 200;
    const covered = { slope: 0, gain: 0, time: 0 };
    for (let seed = 0; seed < trials; seed++) {
      const found = identify(run(probing(0.5, 1.5), lag, 62, seed).records);
      if (!found.ok) throw new Error(found.reason);
      const { slopeGain, gain, timeConstant } = found.response;
      const holds = (truth: number, e?: { lower: number; upper: number }): number =>
        Number(e !== undefined && e.lower <= truth && truth <= e.upper);
      covered.slope += holds(-0.004, slopeGain);
      covered.gain += holds(-0.4, gain);
      covered.time += holds(100, timeConstant);
    }
    // Binomial, 200 trials at 0.95: standard error 0.0154; four of them.
    for (const hits of Object.values(covered)) expect(Math.abs(hits / trials - 0.95)).toBeLessThan(0.062);
  });

  it("refuses a response that is not there, about as often as its level says", () => {
    const dead = { drift: 0.01, decay: 0.01, work: 0, noise: 0.02 };
    const found = Array.from({ length: 100 }, (_, seed) =>
      identify(run(probing(0.5, 1.5), dead, 62, seed).records),
    );
    // One-sided: 2.5% of the time it is fooled; at most 9 of 100 by four standard errors.
    expect(found.filter(({ ok }) => ok).length).toBeLessThanOrEqual(9);
    const refused = found.find(({ ok }) => !ok);
    expect(refused).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/not below 0 for certain: probe longer/),
    });
  });

  it("says what is wrong with records it cannot use", () => {
    const record = (step: number, gamma = step % 2): ProbeRecord => ({ step, gamma, entropy: step });
    const many = Array.from({ length: 10 }, (_, i) => record(i));
    const reasons = [many.slice(0, 4), [...many, record(3)], many.map(({ step }) => record(step, 1))].map(
      (records) => {
        const found = identify(records);
        return found.ok ? "" : found.reason;
      },
    );
    expect(reasons[0]).toMatch(/4 records are too few: 8/);
    expect(reasons[1]).toMatch(/steps of the records must rise: record 10 is at 3/);
    expect(reasons[2]).toMatch(/gamma did not vary/);
  });
});

describe("simc", () => {
  it("gives Skogestad's settings for a lag and for an integrator", () => {
    const lag = identify(run(probing(0.5, 1.5), { drift: 0.01, decay: 0.01, work: 0.004 }, 62).records);
    if (!lag.ok) throw new Error(lag.reason);
    // tau_c = 100, theta = 25: K = 1 / (0.004 x 125) = 2, T_i = min(100, 500).
    expect(simc(lag.response).gain).toBeCloseTo(2, 4);
    expect(simc(lag.response).integralTime).toBeCloseTo(100, 2);
    expect(simc(lag.response, { closedLoopTime: 5, delay: 5 }).integralTime).toBeCloseTo(40, 2);
  });

  it("settles without cycling, the true gain being anywhere within a factor of two of the identified", () => {
    for (const factor of [0.5, 1, 2]) {
      for (const plant of [
        { drift: 0.01, decay: 0.01, work: 0.004 },
        { drift: 1.2e-4, decay: 0, work: 1e-4 },
      ]) {
        const found = identify(run(probing(0.5, 1.5), plant, 62).records);
        if (!found.ok) throw new Error(found.reason);
        const policy = feedback({ target: 0.5, goals: 5, maximum: 100, ...simc(found.response) });
        const changed = { ...plant, work: factor * plant.work, drift: factor * plant.drift };
        const late = run(policy, changed, 400).records.slice(300);
        for (const { entropy } of late) expect(Math.abs(entropy - 0.5)).toBeLessThan(0.005);
      }
    }
  });
});

describe("selfTuning", () => {
  const settings = {
    target: 0.5,
    goals: 5,
    maximum: 10,
    probe: { low: 0.5, high: 1.5, hold: 50, bits: 4 as const },
  };
  const policy = selfTuning(settings);

  it("probes, tunes, takes over without a bump and settles on the target", () => {
    const { records, state } = run(policy, { drift: 0.01, decay: 0.01, work: 0.004, noise: 0.003 }, 200);
    expect(records.slice(0, 30).every(({ gamma }) => gamma === 0.5 || gamma === 1.5)).toBe(true);
    expect(records[30]?.gamma).toBe(records[29]?.gamma);
    const late = records.slice(100).map(({ entropy }) => entropy);
    expect(late.reduce((a, b) => a + b, 0) / late.length).toBeCloseTo(0.5, 2);
    expect(state.found?.ok && state.found.response.timeConstant?.value).toBeGreaterThan(70);
    expect(state.records).toEqual([]);
  });

  it("holds the higher gamma, and says why, where S does not answer", () => {
    const { state } = run(policy, { drift: 0.01, decay: 0.01, work: 0, noise: 0.01 }, 60, 3);
    const decision = policy.step(state, { step: 5000, entropy: { value: 1, lower: 1, upper: 1 } });
    expect(decision.gamma).toBe(1.5);
    expect(decision.reason).toMatch(/not tuned, gamma held: dS\/dt changes by/);
  });

  it("refuses to probe beyond its bounds", () => {
    expect(() => selfTuning({ ...settings, maximum: 1 })).toThrow(/must probe within its bounds, 0 to 1/);
  });

  it("resumes in the middle of the probing phase with the same next gammas", () => {
    const plant = { drift: 0.01, decay: 0.01, work: 0.004, noise: 0.003 };
    const whole = run(policy, plant, 80);
    let state = policy.init();
    whole.records.forEach(({ step, entropy, gamma }) => {
      state = JSON.parse(JSON.stringify(state));
      const decision = policy.step(state, {
        step,
        entropy: { value: entropy, lower: entropy, upper: entropy },
      });
      expect(decision.gamma).toBe(gamma);
      state = decision.state;
    });
  });
});
