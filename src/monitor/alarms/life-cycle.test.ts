import fc from "fast-check";
import { expect, it } from "vitest";
import { type LifeState, lifeCycle } from "./life-cycle.js";

const transitions: Record<string, readonly string[]> = {
  "no-data": ["ok", "warning", "alarm", "paused"],
  ok: ["warning", "alarm", "no-data", "paused"],
  warning: ["ok", "alarm", "no-data", "paused"],
  alarm: ["ok", "no-data", "paused"],
  paused: ["no-data"],
};

const happening = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ level: fc.constantFrom("none", "warning", "alarm"), back: fc.boolean() }),
  },
  { weight: 3, arbitrary: fc.constant("silence" as const) },
  { weight: 1, arbitrary: fc.constantFrom("pause" as const, "resume" as const) },
);
const options = fc.record({
  clearAfter: fc.integer({ min: 1, max: 4 }),
  noDataAfter: fc.integer({ min: 1, max: 4 }),
  renotifyAfter: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
});

it("takes only the documented transitions, and tells of every alarm in order", () => {
  const property = fc.property(options, fc.array(happening, { maxLength: 80 }), (settings, happenings) => {
    const life = lifeCycle(settings);
    let state: LifeState = life.init();
    let open = false;
    for (const what of happenings) {
      const before = state;
      let notice = null;
      if (what === "silence") state = life.silence(state);
      else if (what === "pause") state = life.pause(state);
      else if (what === "resume") state = life.resume(state);
      else ({ state, notice } = life.observe(state, what));
      if (state.status !== before.status) expect(transitions[before.status]).toContain(state.status);
      // raised, then any number of renotified, then resolved.
      if (notice !== null) expect(notice === "raised").toBe(!open);
      if (notice === "raised") open = true;
      if (notice === "resolved") open = false;
      expect(state.open).toBe(open);
      if (state.status === "alarm") expect(open).toBe(true);
      if (state.status === "ok" || state.status === "warning") expect(open).toBe(false);
      state = JSON.parse(JSON.stringify(state));
    }
  });
  fc.assert(property, { seed: 5, numRuns: 500 });
});

it("reaches each documented transition", () => {
  const seen = new Set<string>();
  const life = lifeCycle({ clearAfter: 1, noDataAfter: 1 });
  const levels = ["none", "warning", "alarm"] as const;
  const moves: ((state: LifeState) => LifeState)[] = [
    ...levels.flatMap((level) =>
      [true, false].map((back) => (state: LifeState) => life.observe(state, { level, back }).state),
    ),
    life.silence,
    life.pause,
    life.resume,
  ];
  const visit = (state: LifeState, depth: number): void => {
    if (depth === 0) return;
    for (const move of moves) {
      const next = move(state);
      if (next.status !== state.status) seen.add(`${state.status} ${next.status}`);
      visit(next, depth - 1);
    }
  };
  visit(life.init(), 4);
  const all = Object.entries(transitions).flatMap(([from, to]) => to.map((status) => `${from} ${status}`));
  expect([...seen].sort()).toEqual(all.sort());
});

it("tells an open alarm again", () => {
  const life = lifeCycle({ renotifyAfter: 3 });
  let { state } = life.observe(life.init(), { level: "alarm", back: false });
  const notices = Array.from({ length: 7 }, () => {
    const step = life.observe(state, { level: "none", back: false });
    state = step.state;
    return step.notice;
  });
  expect(notices).toEqual([null, null, "renotified", null, null, "renotified", null]);
});
