import { expect, it } from "vitest";
import { studentTCdf } from "../../numeric/index.js";
import { requiredT, smallestMannWhitney, tTests } from "./two-samples.js";

it("agrees with scipy.stats.ttest_ind_from_stats", () => {
  // ttest_ind_from_stats(1.69, 1.08, 20, 0, 0, 20) and (1.5, 0.9, 12, 1.1, 0.4, 12), equal_var False and True; scipy 1.17
  const reported = tTests({ mean: 1.69, sd: 1.08 }, { mean: 0, sd: 0 }, 20)!;
  expect(reported.welch.df).toBe(19);
  expect(reported.welch.p).toBeCloseTo(1.1515846314615876e-6, 16);
  expect(reported.pooled.p).toBeCloseTo(2.4741657764481616e-8, 18);
  const both = tTests({ mean: 1.5, sd: 0.9 }, { mean: 1.1, sd: 0.4 }, 12)!;
  expect(both.welch.t).toBeCloseTo(1.4069049162253175, 12);
  expect(both.welch.p).toBeCloseTo(0.17959587398882687, 12);
  expect(both.pooled.p).toBeCloseTo(0.1734261736947119, 12);
});

it("has no t where neither sample varies", () => {
  expect(tTests({ mean: 1, sd: 0 }, { mean: 0, sd: 0 }, 20)).toBeUndefined();
});

it("finds the t that a p needs", () => {
  expect((2 * studentTCdf(-requiredT(4.19e-17, 38), 38)) / 4.19e-17).toBeCloseTo(1, 9);
  expect(requiredT(4.19e-17, 38)).toBeCloseTo(14.54, 2);
});

it("counts the orders of samples that do not overlap: 2 / C(2n, n)", () => {
  expect(smallestMannWhitney(1)).toBeCloseTo(1, 14);
  expect(smallestMannWhitney(3)).toBeCloseTo(2 / 20, 14);
  expect(smallestMannWhitney(20) / (2 / 137846528820)).toBeCloseTo(1, 10);
});
