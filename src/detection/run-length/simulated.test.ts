/** Simulated run lengths against theory: seeds and sizes were fixed before the first run. */
import { describe, expect, it } from "vitest";
import { standardErrors } from "../../../test/goodness-of-fit.js";
import { runLength } from "../../../test/run-length.js";
import { normal, RandomStream } from "../../numeric/index.js";
import { cusum } from "../cusum.js";
import { cusumTwoSided } from "../cusum-two-sided.js";
import type { Detector } from "../detector.js";
import { ewma } from "../ewma.js";
import { shewhart } from "../shewhart.js";
import { cusumRunLength, cusumTwoSidedRunLength } from "./cusum.js";
import { ewmaRunLength } from "./ewma.js";
import { shewhartRunLength } from "./shewhart.js";

const RUNS = 800;

interface Chart {
  readonly name: string;
  readonly detector: Detector<unknown>;
  readonly theory: (shift: number) => number;
}

const charts: readonly Chart[] = [
  {
    name: "Shewhart",
    detector: shewhart({ limit: 2.5 }),
    theory: (shift) => shewhartRunLength({ limit: 2.5 }, shift),
  },
  {
    name: "Shewhart upwards",
    detector: shewhart({ limit: 2.5, sides: "upper" }),
    theory: (shift) => shewhartRunLength({ limit: 2.5, sides: "upper" }, shift),
  },
  {
    name: "CUSUM",
    detector: cusum({ threshold: 4 }),
    theory: (shift) => cusumRunLength({ threshold: 4 }, shift),
  },
  {
    name: "two-sided CUSUM",
    detector: cusumTwoSided({ reference: 0.25, threshold: 6 }),
    theory: (shift) => cusumTwoSidedRunLength({ reference: 0.25, threshold: 6 }, shift),
  },
  {
    name: "EWMA",
    detector: ewma({ smoothing: 0.2, width: 2.5 }),
    theory: (shift) => ewmaRunLength({ smoothing: 0.2, width: 2.5 }, shift),
  },
];

describe.each(charts)("$name", ({ name, detector, theory }) => {
  it.each([0, 0.5, 2])("has the theoretical mean run length at a shift of %f", (shift) => {
    const root = RandomStream.fromSeed(21).split(name, shift);
    const lengths = Array.from({ length: RUNS }, (_, r) => runLength(detector, normal(root.split(r), shift)));
    expect(Math.abs(standardErrors(lengths, theory(shift)))).toBeLessThan(3);
  });
});
