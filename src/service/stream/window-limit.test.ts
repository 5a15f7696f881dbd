import fc from "fast-check";
import { expect, it } from "vitest";
import { systemSettingsSchema } from "../../contracts/index.js";
import { counting } from "../../monitor/index.js";
import { MOST_GAP } from "./system-monitor.js";
import { TooManyWindows, windowParts, windowsClosed } from "./window-limit.js";

const settings = (by: "observations" | "time", size: number, slide = size) =>
  systemSettingsSchema.parse({
    goals: ["a", "b"],
    intended: "a",
    window: { by, size, slide },
    lateness: 5,
    alarms: [],
  });

it("is never less than what the monitor closes, but for the gap before the batch", () => {
  const observation = fc.record({
    time: fc.oneof(
      fc.double({ min: 0, max: 200, noNaN: true }),
      fc.double({ min: 0, max: 9000, noNaN: true }),
    ),
    count: fc.integer({ min: 0, max: 60 }),
    goal: fc.constantFrom("a", "b"),
  });
  const system = fc
    .record({
      by: fc.constantFrom("observations" as const, "time" as const),
      slides: fc.integer({ min: 1, max: 4 }),
    })
    .map(({ by, slides }) => settings(by, 2 * slides, 2));
  fc.assert(
    fc.property(
      system,
      fc.array(fc.array(observation, { minLength: 1, maxLength: 30 }), { maxLength: 4 }),
      (system, batches) => {
        const count = counting({
          goals: ["a", "b"],
          windowing: system.window,
          lateness: 5,
          mostGap: MOST_GAP,
        });
        let state = count.init();
        for (const batch of batches) {
          const waiting = state.open.length + 5;
          const { state: after, closed } = count.close(count.step(state, batch).state);
          expect(closed.length).toBeLessThanOrEqual(windowsClosed(system, batch) + MOST_GAP + 5 + waiting);
          state = after;
        }
      },
    ),
    { seed: 8 },
  );
});

it("refuses one observation that fills too many windows, and a batch of many such", () => {
  const limit =
    (...batch: object[]) =>
    () =>
      windowsClosed(settings("observations", 10), batch);
  expect(limit({ count: 10_000 })()).toBe(1000);
  expect(limit({}, { count: 1e12 })).toThrow(
    expect.objectContaining({
      name: "TooManyWindows",
      index: 1,
      message: expect.stringMatching(/1000000000000 would fill/),
    }),
  );
  expect(limit(...Array.from({ length: 11 }, () => ({ count: 10_000 })))).toThrow(TooManyWindows);
  expect(windowsClosed(settings("observations", 1e9), [{ count: 1e12 }])).toBe(1000);
});

it("counts a gap that is told as one report as no more than that", () => {
  const hours = Array.from({ length: 2000 }, (_, i) => ({ time: 3600 * i }));
  expect(() => windowsClosed(settings("time", 1), hours)).toThrow(/windows of 1 seconds/);
  expect(windowsClosed(settings("time", 3600), hours)).toBe(1999);
  expect(windowsClosed(settings("time", 1), [{ time: 0 }, { time: 1e9 }])).toBe(1001);
});

it("cuts a long history into parts that are each few enough, and loses none", () => {
  const hours = Array.from({ length: 700 }, (_, i) => ({ time: 3600 * i }));
  const parts = [...windowParts(settings("time", 60), hours, 500, (row) => row)];
  expect(parts.flatMap(({ rows }) => rows)).toEqual(hours);
  expect(parts.map(({ from }) => from)).toEqual(
    parts.map((_, i) => parts.slice(0, i).flatMap(({ rows }) => rows).length),
  );
  for (const { windows, rows } of parts)
    expect([windows <= 10_000, rows.length <= 500]).toEqual([true, true]);
  expect(parts.length).toBeLessThan(12);
  const one = [{}, { count: 1e12 }];
  expect(() => [...windowParts(settings("observations", 10), one, 1, (row) => row)]).toThrow(
    expect.objectContaining({ index: 1 }),
  );
});
