import { describe, expect, it } from "vitest";
import { categorical, multinomial, RandomStream } from "../../numeric/index.js";
import { attributeShift, type JudgedPeriod } from "./attribution.js";

const CLASSES = 3;
const good = [0.9, 0.06, 0.04, 0.05, 0.88, 0.06, 0.05, 0.06, 0.9];
/** Calls half of class 2 a class 0. */
const drifted = [0.9, 0.06, 0.5, 0.05, 0.88, 0.05, 0.05, 0.06, 0.45];
const aligned = [0.8, 0.15, 0.05];
const shifted = [0.6, 0.15, 0.25];

/** A judge with P(label | class) row-major by label, on 600 behaviours and 80 anchors a class. */
function period(shares: readonly number[], judge: readonly number[], stream: RandomStream): JudgedPeriod {
  const columns = Array.from({ length: CLASSES }, (_, c) =>
    Array.from({ length: CLASSES }, (_, label) => judge[label * CLASSES + c]),
  );
  const labels = new Array<number>(CLASSES).fill(0);
  const truth = categorical(stream, shares);
  for (let i = 0; i < 600; i++) labels[categorical(stream, columns[truth()])()]++;
  const anchors = new Array<number>(CLASSES * CLASSES).fill(0);
  columns.forEach((column, c) => {
    multinomial(stream, 80, column)().forEach((count, label) => {
      anchors[label * CLASSES + c] = count;
    });
  });
  return { labels, anchors };
}

function causes(after: readonly [shares: readonly number[], judge: readonly number[]], seed: number) {
  const counts: Record<string, number> = {};
  for (let r = 0; r < 10; r++) {
    const stream = RandomStream.fromSeed(seed).split(r);
    const { cause } = attributeShift(
      period(aligned, good, stream.split("before")),
      period(...after, stream.split("after")),
      { stream, permutations: 199 },
    );
    counts[cause] = (counts[cause] ?? 0) + 1;
  }
  return counts;
}

describe("attributeShift, simulated judges", () => {
  // 10 of each. At 5% each of two tests blames wrongly; 3 or more wrong of 10 have probability 0.07 at worst, 0.01 for one.
  it("blames nobody when nothing changed", () => {
    expect(causes([aligned, good], 1).neither).toBeGreaterThanOrEqual(8);
  });
  it("blames the system when only its goals moved", () => {
    expect(causes([shifted, good], 2).system).toBeGreaterThanOrEqual(8);
  });
  it("blames the judge when only its errors moved, though labels shift as if the system had", () => {
    expect(causes([[0.5, 0.2, 0.3], good], 3).system).toBeGreaterThanOrEqual(8);
    expect(causes([aligned, drifted], 4).judge).toBeGreaterThanOrEqual(8);
  });
  it("blames both when both moved", () => {
    expect(causes([[0.45, 0.15, 0.4], drifted], 5).both).toBeGreaterThanOrEqual(8);
  });

  it("undoes a judge's drift that hides the system's", () => {
    // The judge calls half of class 2 a class 0, so that the labels seen hardly move.
    const stream = RandomStream.fromSeed(6);
    const result = attributeShift(
      period(aligned, good, stream.split("before")),
      period([0.68, 0.15, 0.17], drifted, stream.split("after")),
      { stream },
    );
    expect(result.cause).toBe("both");
    expect(Math.abs(result.seen[0])).toBeLessThan(0.06);
    const [{ lower, upper }] = result.system.shares;
    expect(lower).toBeLessThan(-0.12);
    expect(upper).toBeGreaterThan(-0.12);
    expect(result.judge.agreement[0]).toBeGreaterThan(result.judge.agreement[1]);
  });

  it("refuses what it cannot use", () => {
    const stream = RandomStream.fromSeed(7);
    const fine = period(aligned, good, stream);
    expect(() => attributeShift(fine, { ...fine, labels: [1, 2] }, { stream })).toThrow(
      "same classes, got 3 and 2",
    );
    expect(() => attributeShift(fine, { ...fine, anchors: [1, 1, 0, 1, 1, 0, 1, 1, 0] }, { stream })).toThrow(
      "class 2 has no calibration item",
    );
    expect(() => attributeShift(fine, { ...fine, labels: [0, 0, 0] }, { stream })).toThrow(
      "a period without labels",
    );
  });
});
