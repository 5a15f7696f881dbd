import { describe, expect, it } from "vitest";
import { standardErrors } from "../../test/goodness-of-fit.js";
import { alarms, runLength } from "../../test/run-length.js";
import { normal, RandomStream } from "../numeric/index.js";
import { boundedMean } from "./bounded-mean.js";
import type { Detector } from "./detector.js";
import { eCusum } from "./e-cusum.js";
import { eShiryaevRoberts } from "./e-shiryaev-roberts.js";
import { cusumRunLength } from "./run-length/cusum.js";
import { subGaussianMean } from "./sub-gaussian-mean.js";

describe("golden: L = 1 + 0.5 (x/0.5 - 1), x = 1, alpha = 0.01", () => {
  const options = { bets: boundedMean({ nullMean: 0.5, bets: [0.5] }), alpha: 0.01 };
  it.each([
    ["Shiryaev-Roberts", eShiryaevRoberts(options), 9, 112.330078],
    ["CUSUM", eCusum(options), 12, 129.746338],
  ])("%s", (_, detector, stops, evidence) => {
    const { found, statistics } = alarms(detector, Array(stops).fill(1));
    expect(found).toEqual([stops - 1]);
    expect(statistics[stops - 1]).toBeCloseTo(evidence, 6);
  });
});

describe("bounded means under adversaries with conditional mean at the null, alpha = 0.02", () => {
  const alpha = 0.02;
  const nullMean = 0.3;
  const longest = 400;
  const bets = boundedMean({ nullMean });
  const shiryaevRoberts = eShiryaevRoberts({ bets, alpha });
  const eCusumDetector = eCusum({ bets, alpha });

  /** Given the statistic so far and a uniform number, the next observation: mean `nullMean` whatever the past. */
  const adversaries = {
    "a lottery of all or nothing": (_: number, u: number) => (u < nullMean ? 1 : 0),
    "a lottery until half way, then certainty": (evidence: number, u: number) =>
      evidence > 0.5 / alpha ? nullMean : u < nullMean ? 1 : 0,
    "certainty until half way, then a lottery": (evidence: number, u: number) =>
      evidence < 0.5 / alpha ? nullMean : u < nullMean ? 1 : 0,
    "small rises paid for by rare losses": (_: number, u: number) => (u < 0.1 ? 0 : nullMean / 0.9),
  };

  for (const detector of [shiryaevRoberts, eCusumDetector] as readonly Detector<unknown>[])
    it.each(Object.entries(adversaries))(`${detector.name}: %s`, (label, next) => {
      const root = RandomStream.fromSeed(8).split(detector.name, label);
      const lengths = Array.from({ length: 1000 }, (_, r) => {
        const stream = root.split(r);
        let state = detector.init();
        let evidence = 0;
        for (let n = 1; ; n++) {
          const detection = detector.step(state, next(evidence, stream.uniform()));
          // Runs cut at `longest` make the mean a lower bound of the mean run length.
          if (detection.alarm || n === longest) return n;
          state = detection.state;
          evidence = detection.statistic;
        }
      });
      expect(standardErrors(lengths, 1 / alpha)).toBeGreaterThan(-3);
    });

  it("alarms after exactly 1/alpha where nothing ever leaves the mean tolerated", () => {
    const certain = () => nullMean;
    expect(runLength(shiryaevRoberts, certain, longest)).toBe(1 / alpha);
    expect(runLength(eCusumDetector, certain, longest)).toBe(longest);
  });
});

describe("sub-Gaussian means", () => {
  it("one bet b makes ln M the tabular CUSUM with k = b/2 and h = ln(1/alpha)/b, in b", () => {
    const [bet, alpha] = [0.8, 0.02];
    const detector = eCusum({ bets: subGaussianMean({ nullMean: 3, sd: 2, bets: [bet] }), alpha });
    const theory = cusumRunLength({ reference: bet / 2, threshold: -Math.log(alpha) / bet });
    const root = RandomStream.fromSeed(31);
    const lengths = Array.from({ length: 600 }, (_, r) => runLength(detector, normal(root.split(r), 3, 2)));
    expect(Math.abs(standardErrors(lengths, theory))).toBeLessThan(3);
    expect(theory).toBeGreaterThan(1 / alpha);
  });

  it("keeps the promised interval with several bets, on normal noise", () => {
    const detector = eShiryaevRoberts({ bets: subGaussianMean(), alpha: 0.02 });
    const root = RandomStream.fromSeed(32);
    const lengths = Array.from({ length: 600 }, (_, r) => runLength(detector, normal(root.split(r)), 500));
    expect(standardErrors(lengths, 50)).toBeGreaterThan(-3);
  });

  it("stays finite however long the evidence grows", () => {
    for (const make of [eCusum, eShiryaevRoberts]) {
      const { statistics } = alarms(make({ bets: subGaussianMean() }), [1e6]);
      expect(statistics).toEqual([Number.MAX_VALUE]);
    }
  });
});

describe("parameters out of range", () => {
  it.each([
    [() => boundedMean({ nullMean: 1 }), "nullMean must lie inside (0, 1), got 1"],
    [() => boundedMean({ lower: 2 }), "the range must be finite and not empty, got 2 to 1"],
    [() => boundedMean({ bets: [1.5] }), "bets must lie in (0, 1], got 1.5"],
    [() => boundedMean({ bets: [] }), "bets must not be empty"],
    [() => subGaussianMean({ sd: 0 }), "sd must be finite and > 0, got 0"],
    [() => eCusum({ bets: boundedMean(), alpha: 0 }), "alpha must lie in (0, 1], got 0"],
    [
      () => eCusum({ bets: boundedMean() }).step(eCusum({ bets: boundedMean() }).init(), 1.5),
      "lie in [0, 1], got 1.5",
    ],
  ])("%#", (make, message) => {
    expect(make).toThrow(message);
  });
});
