import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Tally, Vocabulary } from "./tally.js";
import { mostWindows, type Windowing, Windows } from "./windows.js";

const position = { source: "f", line: 1 };
const windowsOf = (
  windowing: Windowing | undefined,
  observations: readonly { value: string; count: number; time?: number }[],
) => {
  const vocabulary = new Vocabulary();
  const windows = new Windows<string, Tally>(windowing, () => new Tally(vocabulary));
  for (const observation of observations) windows.add({ ...observation, position });
  return windows;
};
const hour: Windowing = { by: "time", size: 3600 };
const at = (text: string) => Date.parse(text) / 1000;

describe("Windows", () => {
  it("by number: a count is cut where a window ends, and the last window may be short", () => {
    const list = windowsOf({ by: "observations", size: 4 }, [
      { value: "a", count: 3 },
      { value: "b", count: 6 },
    ]).list()!;
    expect(list.map(({ label, sample }) => [label, sample!.counts])).toEqual([
      ["1 to 4", [3, 1]],
      ["5 to 8", [0, 4]],
      ["9 to 9", [0, 1]],
    ]);
    expect(list.map(({ start, end }) => [start, end])).toEqual([
      [1, 5],
      [5, 9],
      [9, 10],
    ]);
  });

  it("by time: begin at multiples of their length, take what comes late, and leave gaps as gaps", () => {
    const list = windowsOf(hour, [
      { value: "a", count: 1, time: at("2026-01-05T13:30:00Z") },
      { value: "b", count: 1, time: at("2026-01-05T10:59:59.999Z") },
      { value: "a", count: 1, time: at("2026-01-05T13:00:00Z") },
    ]).list()!;
    expect(list.map(({ label, sample }) => [label, sample?.n])).toEqual([
      ["2026-01-05 10:00", 1],
      ["2026-01-05 11:00", undefined],
      ["2026-01-05 12:00", undefined],
      ["2026-01-05 13:00", 2],
    ]);
  });

  it("weeks begin on Monday", () => {
    const [week] = windowsOf({ by: "time", size: 604_800 }, [
      { value: "a", count: 1, time: at("2026-01-11T23:59:59Z") },
    ]).list()!;
    expect(week).toMatchObject({ label: "2026-01-05", start: at("2026-01-05") });
  });

  it("refuses what has no time, and too many windows, at its place", () => {
    expect(() => windowsOf(hour, [{ value: "a", count: 1 }])).toThrow(/^f:1: no time/);
    expect(() =>
      windowsOf({ by: "observations", size: 1 }, [{ value: "a", count: mostWindows + 1 }]),
    ).toThrow(/^f:1: more than 10000 windows/);
  });

  it("windows add up to the whole", () => {
    const observation = fc.record({
      value: fc.constantFrom("a", "b", "c"),
      count: fc.nat({ max: 9 }),
      time: fc.nat({ max: 1e5 }),
    });
    const windowing = fc.constantFrom<Windowing>(hour, { by: "observations", size: 7 });
    const property = fc.property(fc.array(observation), windowing, (observations, windowing) => {
      const [whole, windows] = [windowsOf(undefined, observations), windowsOf(windowing, observations)];
      const sum = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0);
      const n = sum(observations.map(({ count }) => count));
      expect(
        windows
          .list()!
          .map(({ sample }) => sample?.n ?? 0)
          .reduce((a, b) => a + b, 0),
      ).toBe(n);
      expect(windows.whole().n).toBe(n);
      expect(sum(windows.whole().counts)).toBe(sum(whole.whole().counts));
    });
    fc.assert(property, { seed: 11, numRuns: 100 });
  });
});
