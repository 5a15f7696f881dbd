import { expect, it } from "vitest";
import type { SeriesWindow } from "../../contracts/index.js";
import { alarmsOf, gapsOf, line, placeOf, wholeOf } from "./drawings.js";

const window = (number: number, gap = false): SeriesWindow => ({
  window: number,
  start: 10 * number,
  end: 10 * number + 10,
  closed: 1000 + number,
  n: gap ? 0 : 10,
  gap,
  counts: [10, 0],
  entropy: gap
    ? null
    : { value: number, lower: number - 1, upper: number + 1, level: 0.95, method: "", n: 10, covers: "" },
  fidelity: null,
  drift: null,
  status: "ok",
});

it("joins gaps that touch, and leaves a hole in the line where they are", () => {
  const windows = [window(0), window(1, true), window(2, true), window(3), window(4, true)];
  expect(gapsOf(windows)).toEqual([
    [10, 30],
    [40, 50],
  ]);
  const { value, lower } = line("S", "--ink", windows, ({ entropy }) => entropy, 2);
  expect([...value]).toEqual([0, Number.NaN, Number.NaN, 6, Number.NaN]);
  expect(lower?.[3]).toBe(4);
});

it("puts a moment of the clock where the windows had come to by then", () => {
  const windows = [window(0), window(1), window(2)];
  expect(placeOf(1001.5, "observations", windows)).toBe(20);
  expect(placeOf(5, "observations", windows)).toBe(0);
  expect(placeOf(1001.5, "seconds", windows)).toBe(1001.5);
});

it("draws the alarms of the settings that are shown, and no others", () => {
  const epochs = [1, 2, 3].map((epoch) => ({
    epoch,
    since: 100 * epoch,
    unit: "seconds" as const,
    goals: [],
  }));
  const alarms = [150, 200, 299, 300].map((raisedAt) => ({ raisedAt }));
  const raised = (epoch: number) => alarmsOf(alarms, { epoch, epochs }).map(({ raisedAt }) => raisedAt);
  expect([1, 2, 3].map(raised)).toEqual([[150], [200, 299], [300]]);
});

it("leaves room at either end", () => {
  const { from, to } = wholeOf([window(0), window(9)]);
  expect(from).toBeLessThan(0);
  expect(to).toBeGreaterThan(100);
});
