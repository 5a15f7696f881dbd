import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalEstimate } from "../../../test/estimates.js";
import { normal, RandomStream } from "../../numeric/index.js";
import { diagnose, signatures } from "./diagnose.js";
import { fitRamp, onsetInterval, startsBefore } from "./ramp.js";
import type { Streams } from "./streams.js";

const series = (f: (t: number) => number, standardError = 0.02, seed = 1, n = 40) => {
  const draw = normal(RandomStream.fromSeed(seed));
  return Array.from({ length: n }, (_, t) => ({
    time: t,
    value: f(t) + standardError * draw(),
    standardError,
  }));
};
const ramp = (t: number, from: number, to = 39): number => Math.min(1, Math.max(0, (t - from) / (to - from)));

describe("fitRamp", () => {
  it("finds onset, end and size of a change without noise, exactly", () => {
    const readings = series((t) => 1 + 3 * ramp(t, 10, 25)).map((r, t) => ({
      ...r,
      value: 1 + 3 * ramp(t, 10, 25),
    }));
    expect(fitRamp(readings)).toMatchObject({ size: expect.closeTo(3, 9), onset: 10, end: 25 });
  });
  it("covers size and onset as often as it says, given that there is a change", () => {
    let [sizes, onsets] = [0, 0];
    for (let seed = 0; seed < 200; seed++) {
      const fitted = fitRamp(series((t) => 0.5 * ramp(t, 12, 30), 0.05, seed))!;
      if (Math.abs(fitted.size - 0.5) < 1.96 * fitted.standardError) sizes++;
      const { lower, upper } = onsetInterval(fitted);
      if (lower <= 12 && 12 <= upper) onsets++;
    }
    // The error of the size is conditional on the dates: it may hold a little less often than 95%.
    expect(sizes).toBeGreaterThan(170);
    expect(onsets).toBeGreaterThan(180);
  });
  it("says which of two began first", () => {
    const [early, later] = [
      fitRamp(series((t) => ramp(t, 8)))!,
      fitRamp(series((t) => ramp(t, 20), 0.02, 2))!,
    ];
    expect(startsBefore(early, later, 0)).toBeGreaterThan(0.99);
    expect(startsBefore(later, early, 0)).toBeLessThan(0.01);
  });
  it("is undefined below six readings", () => expect(fitRamp(series(() => 1).slice(0, 5))).toBeUndefined());
});

const flat = { lambdaMax: series(() => 1, 0.05, 3), divergence: series(() => 0.1, 0.01, 4) };
const sources = { exploration: normalEstimate(0.02, 0.001), gaming: normalEstimate(0.02, 0.001) };

const cases: readonly (readonly [string, Streams])[] = [
  ["stable", { entropy: series(() => 0.3), ...flat }],
  [
    "insufficient work",
    { entropy: series((t) => 0.3 + 0.02 * t), ...flat, alone: sources, work: normalEstimate(0.02, 0) },
  ],
  [
    "lambda_max underestimated",
    {
      entropy: series((t) => 0.3 + 0.6 * ramp(t, 20)),
      ...flat,
      lambdaMax: series((t) => 1 + 3 * ramp(t, 12), 0.05, 5),
    },
  ],
  [
    "specification drift",
    {
      entropy: series((t) => 0.3 + 0.6 * ramp(t, 20)),
      ...flat,
      divergence: series((t) => 0.1 + 0.8 * ramp(t, 10), 0.01, 6),
    },
  ],
  [
    "synergistic amplification",
    { entropy: series((t) => 0.3 + 0.02 * t), ...flat, alone: sources, work: normalEstimate(0.042, 0) },
  ],
];

describe("diagnose", () => {
  it.each(cases)("names %s, with evidence", (name, streams) => {
    const { named, confidence, candidates } = diagnose(streams)!;
    expect(named).toBe(name);
    expect(confidence).toBeGreaterThan(0.8);
    expect(candidates).toHaveLength(signatures.length);
    const [{ evidence }] = candidates;
    expect(evidence[0].lower).toBeLessThan(evidence[0].value!);
  });

  it("excludes a signature whose stream is absent, says which, and is less certain", () => {
    const [, { entropy, ...rest }] = cases[1];
    const alone = diagnose({ entropy })!;
    expect(alone.named).toBe("insufficient work");
    expect(alone.confidence).toBeLessThan(diagnose({ entropy, ...rest })!.confidence);
    const excluded = new Map(alone.candidates.map((c) => [c.signature, c.excluded]));
    expect(excluded.get("lambda_max underestimated")).toMatch(/no stream for: growth of ln lambda_max/);
    expect(excluded.get("specification drift")).toMatch(/divergence/);
    expect(excluded.get("synergistic amplification")).toMatch(/sources' sum/);
    // A late rise of S alone has no name.
    expect(diagnose({ entropy: cases[2][1].entropy })!.named).toBe("undetermined");
  });

  it("takes the gap of proxy and true score for the divergence", () => {
    const [, { entropy, lambdaMax }] = cases[3];
    const proxy = series((t) => 0.6 + 0.3 * ramp(t, 10), 0.01, 8);
    const trueScore = series((t) => 0.6 - 0.2 * ramp(t, 10), 0.01, 9);
    expect(diagnose({ entropy, proxy, trueScore, ...(lambdaMax && { lambdaMax }) })!.named).toBe(
      "specification drift",
    );
  });

  it("does not call a falling S a failure, nor a rise of S in which the fidelity rises too", () => {
    expect(diagnose({ entropy: series((t) => 0.9 - 0.02 * t) })!.named).toBe("stable");
    const [, { entropy }] = cases[1];
    expect(diagnose({ entropy, fidelity: series((t) => 0.5 + 0.01 * t) })!.named).toBe("undetermined");
  });

  it("refuses what is no record, by name", () => {
    const [, { entropy }] = cases[0];
    expect(() => diagnose({ entropy: [...entropy].reverse() })).toThrow(
      "readings must advance in time: 38 after 39",
    );
    const lambdaMax = entropy.map((reading) => ({ ...reading, standardError: 0 }));
    expect(() => diagnose({ entropy, lambdaMax })).toThrow(
      "a standard error must be positive and finite, got 0",
    );
    expect(diagnose({ entropy: entropy.slice(0, 5) })).toBeUndefined();
  });

  it("gives confidences that sum to at most one, whatever the streams (fast-check)", () => {
    const values = fc.array(fc.double({ min: 0, max: 2, noNaN: true }), { minLength: 6, maxLength: 20 });
    const readings = values.map((all) => all.map((value, time) => ({ time, value, standardError: 0.1 })));
    fc.assert(
      fc.property(
        readings,
        fc.option(readings, { nil: undefined }),
        fc.option(readings, { nil: undefined }),
        (entropy, lambdaMax, divergence) => {
          const { candidates } = diagnose({
            entropy,
            ...(lambdaMax && { lambdaMax }),
            ...(divergence && { divergence }),
          })!;
          const sum = candidates.reduce((total, { confidence }) => total + confidence, 0);
          expect(sum).toBeGreaterThan(0);
          expect(sum).toBeLessThan(1 + 1e-9);
        },
      ),
      { seed: 4, numRuns: 50 },
    );
  });
});
