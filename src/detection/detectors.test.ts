/** The check suite that every registered detector passes. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RandomStream } from "../numeric/index.js";
import { detectors } from "./registry.js";

const json = <T>(value: T): T => JSON.parse(JSON.stringify(value));

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    Object.values(value).forEach(deepFreeze);
    Object.freeze(value);
  }
  return value;
}

/** Every detector accepts observations in [0, 1]; it is also what the bounded ones demand. */
const stream = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 150 });

describe.each([...detectors.values()])("$name", (detector) => {
  const run = (xs: readonly number[], pass = <T>(state: T): T => state) => {
    let state = detector.init();
    return xs.map((x) => {
      const detection = detector.step(state, x);
      state = pass(detection.state);
      return { ...detection, state };
    });
  };

  it("is found by its name, and says what it assumes", () => {
    expect(detectors.get(detector.name)).toBe(detector);
    expect(detector.assumes).toMatch(/^(independent )?observations|^independent standard normal/);
  });

  it("resumes from a state that went through JSON, at every observation", () => {
    fc.assert(
      fc.property(stream, (xs) => {
        expect(run(xs, json)).toEqual(run(xs));
      }),
      { seed: 1, numRuns: 40 },
    );
  });

  it("runs as it steps, wherever the stream is cut", () => {
    fc.assert(
      fc.property(stream, fc.nat(), (xs, cut) => {
        const stepped = run(xs);
        const end = stepped.findIndex(({ alarm }) => alarm) + 1 || xs.length;
        const { next, ...whole } = detector.run(detector.init(), xs);
        expect(next).toBe(end);
        expect(whole).toEqual(stepped[end - 1]);
        const middle = 1 + (cut % end);
        if (middle >= end) return;
        const first = detector.run(detector.init(), xs.slice(0, middle));
        expect(detector.run(first.state, xs, middle)).toEqual({ ...whole, next });
      }),
      { seed: 4, numRuns: 40 },
    );
    expect(() => detector.run(detector.init(), [])).toThrow("there is no observation 0 among 0");
  });

  it("never changes a state, and starts afresh from init", () => {
    const fresh = json(detector.init());
    const xs = Array.from({ length: 200 }, (_, i) => ((7919 * i) % 1000) / 1000);
    expect(run(xs, deepFreeze)).toEqual(run(xs));
    expect(detector.init()).toEqual(fresh);
  });

  it("has finite statistics, and dates a change within what it saw", () => {
    fc.assert(
      fc.property(stream, (xs) => {
        run(xs).forEach(({ statistic, since }, i) => {
          expect(Number.isFinite(statistic)).toBe(true);
          expect(Number.isInteger(since) && since >= 0 && since <= i + 1).toBe(true);
        });
      }),
      { seed: 2, numRuns: 40 },
    );
  });

  it("refuses what is not finite, and goes on from the state it had", () => {
    const [{ state }] = run([0.5]);
    for (const x of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
      expect(() => detector.step(state, x)).toThrow(
        /^an observation must be finite.*, got -?(NaN|Infinity)$/,
      );
    expect(() => detector.step(state, Number.NaN)).toThrow(RangeError);
    expect(detector.step(state, 0.5).alarm).toBe(false);
  });

  it("is silent on a constant in control", () => {
    expect(run(Array(5000).fill(0.05)).filter(({ alarm }) => alarm)).toEqual([]);
  });

  it("finds a large change for the worse, and dates it", () => {
    const before = 400;
    const uniform = RandomStream.fromSeed(5);
    const bounded = /bounded|adwin/.test(detector.name);
    // Bounded: from a mean of 0.3 to one of 0.9. Others: from N(0, 1)-like noise below 0 to a shift of some sigma.
    const xs = Array.from({ length: before + 200 }, (_, i) => {
      const noise = uniform.uniform();
      if (bounded) return i < before ? 0.6 * noise : 0.8 + 0.2 * noise;
      return (noise - 0.5) * 2 + (i < before ? 0 : 3.5);
    });
    const detections = run(xs);
    const alarm = detections.findIndex((detection) => detection.alarm);
    expect(alarm).toBeGreaterThanOrEqual(before);
    expect(alarm).toBeLessThan(before + 64);
    const began = alarm + 1 - detections[alarm].since;
    // Page-Hinkley's default delta is 1/100 of this noise: its dates are tested where delta is above the noise.
    if (detector.name !== "page-hinkley") expect(Math.abs(began - before)).toBeLessThanOrEqual(16);
  });

  it("says how often it is falsely alarmed, or that nobody knows", () => {
    const interval = detector.falseAlarmInterval();
    if (interval.kind === "unknown") expect(detector.name).toMatch(/^page-hinkley$|^adwin$/);
    else expect(interval.observations).toBeGreaterThan(300);
  });
});
