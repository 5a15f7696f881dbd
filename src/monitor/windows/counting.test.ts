import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Counting, type CountingOptions, counting } from "./counting.js";
import type { CountingState } from "./ledger.js";
import type { Observation } from "./observation.js";

const goals = ["help", "stall", "lie"];
const byTime = (options: Partial<CountingOptions> = {}) =>
  counting({ goals, windowing: { by: "time", size: 10 }, ...options });

const all = (count: Counting, observations: readonly Observation[], from = count.init()) =>
  count.step(from, observations);

/** Labels and doubtful ones, at times that jump about within 100 s. */
const observation = fc.record(
  {
    id: fc.uuid(),
    time: fc.integer({ min: 0, max: 100 }),
    goal: fc.constantFrom(...goals),
    count: fc.integer({ min: 0, max: 5 }),
  },
  { requiredKeys: ["time", "goal"] },
);
const stream = fc.array(observation, { maxLength: 60 });
const counted = ({ open, newest, accepted, duplicates, rejected }: CountingState) => ({
  open,
  newest,
  accepted,
  duplicates,
  rejected,
});

describe("shards", () => {
  const count = byTime({ lateness: 1000 });
  it("add up to one fold over all, in any order and grouping", () => {
    const property = fc.property(stream, stream, stream, (a, b, c) => {
      const [x, y, z] = [a, b, c].map((part) => all(count, part).state) as [
        CountingState,
        CountingState,
        CountingState,
      ];
      const whole = counted(all(count, [...a, ...b, ...c]).state);
      expect(counted(count.merge(count.merge(x, y), z))).toEqual(whole);
      expect(counted(count.merge(x, count.merge(y, z)))).toEqual(whole);
      expect(counted(count.merge(z, count.merge(y, x)))).toEqual(whole);
      expect(count.merge(x, count.init())).toEqual(x);
    });
    fc.assert(property, { seed: 3, numRuns: 200 });
  });

  it("add weights up too", () => {
    const doubtful = fc.array(
      fc.record({ time: fc.integer({ min: 0, max: 100 }), p: fc.double({ min: 0, max: 1, noNaN: true }) }),
    );
    const property = fc.property(doubtful, doubtful, (a, b) => {
      const observations = (part: typeof a): Observation[] =>
        part.map(({ time, p }) => ({ time, probabilities: { help: p, lie: 1 - p } }));
      const [x, y] = [observations(a), observations(b)];
      const merged = count.merge(all(count, x).state, all(count, y).state).open;
      const whole = all(count, [...x, ...y]).state.open;
      expect(merged.map(({ index, n }) => [index, n])).toEqual(whole.map(({ index, n }) => [index, n]));
      merged.forEach(({ counts }, pane) => {
        counts.forEach((weight, g) => {
          expect(weight).toBeCloseTo(whole[pane]!.counts[g]!, 12);
        });
      });
    });
    fc.assert(property, { seed: 4, numRuns: 100 });
  });

  it("are refused where they share an id, have closed a window, or go by observations", () => {
    const one = all(count, [{ id: "a", time: 1, goal: "lie" }]).state;
    expect(() => count.merge(one, one)).toThrow(/1 ids were accepted by both/);
    const closed = count.close(all(count, [{ time: 5000, goal: "lie" }], one).state, true).state;
    expect(() => count.merge(closed, count.init())).toThrow(/have closed no window/);
    const orderly = counting({ goals, windowing: { by: "observations", size: 2 } });
    expect(() => orderly.merge(orderly.init(), orderly.init())).toThrow(/depend on the order of all/);
  });
});

it("counts alike however the stream is cut into calls, with its state through JSON", () => {
  const count = byTime({ lateness: 15, idHorizon: 8, mostGap: 5 });
  const repeated = fc.array(
    fc.oneof(
      observation,
      fc.record({
        id: fc.constantFrom("a", "b"),
        time: fc.constantFrom(1, 50),
        goal: fc.constantFrom(...goals),
      }),
    ),
    { maxLength: 60 },
  );
  const property = fc.property(repeated, fc.array(fc.nat(60)), (observations, cuts) => {
    const whole = all(count, observations);
    const closedWhole = count.close(whole.state);
    let state = count.init();
    const closed = [];
    const reasons = [];
    const bounds = [0, ...cuts.filter((cut) => cut < observations.length), observations.length].sort(
      (a, b) => a - b,
    );
    for (let i = 1; i < bounds.length; i++) {
      const step = count.step(
        JSON.parse(JSON.stringify(state)),
        observations.slice(bounds[i - 1], bounds[i]),
      );
      reasons.push(...step.rejected.map(({ reason }) => reason));
      const closing = count.close(step.state);
      closed.push(...closing.closed);
      state = closing.state;
    }
    expect(reasons).toEqual(whole.rejected.map(({ reason }) => reason));
    expect(closed).toEqual(closedWhole.closed);
    expect(state).toEqual(closedWhole.state);
  });
  fc.assert(property, { seed: 8, numRuns: 300 });
});

it("never changes a state", () => {
  const count = byTime({ lateness: 20 });
  const freeze = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    Object.freeze(value);
    Object.values(value).forEach(freeze);
  };
  const first = all(count, [{ id: "a", time: 1, goal: "lie" }]).state;
  freeze(first);
  const second = all(
    count,
    [
      { id: "b", time: 2, goal: "lie" },
      { time: 40, goal: "help" },
    ],
    first,
  ).state;
  freeze(second);
  expect(count.close(second).closed).toHaveLength(2);
  expect(count.merge(first, count.init()).accepted).toBe(1);
});

describe("by time", () => {
  it("closes windows once `lateness` has passed, and shows gaps as gaps", () => {
    const count = byTime({ lateness: 5 });
    const { state } = all(count, [
      { time: 1, goal: "lie" },
      { time: 32, goal: "help" },
      { time: 35, goal: "help" },
    ]);
    const { closed, state: after } = count.close(state);
    expect(closed.map(({ n }) => n)).toEqual([1, 0, 0]);
    expect(after.open).toHaveLength(1);
    expect(count.close(after).closed).toEqual([]);
    expect(count.close(after, true).closed.map(({ n }) => n)).toEqual([2]);
    const late = count.step(after, [
      { time: 29, goal: "lie" },
      { time: 30, goal: "lie" },
    ]);
    expect(late.rejected).toEqual([
      {
        index: 0,
        reason: "late",
        message: expect.stringMatching(/^time 29 lies in a window that is closed/),
      },
    ]);
    expect(late.state.rejected).toEqual({ late: 1 });
  });

  it("does not follow one clock that leaps, but two that agree; a long gap is one pane", () => {
    const count = byTime({ mostGap: 100 });
    const wrong = all(count, [
      { time: 0, goal: "lie" },
      { time: 9e6, goal: "lie" },
      { time: 5, goal: "lie" },
      { time: 9e6, goal: "lie" },
      { time: 6, goal: "lie" },
    ]);
    expect(wrong.rejected.map(({ index, reason }) => [index, reason])).toEqual([
      [1, "ahead"],
      [3, "ahead"],
    ]);
    expect(count.close(wrong.state).closed).toEqual([]);
    const leapt = all(
      count,
      [
        { time: 9e6, goal: "lie" },
        { time: 9e6 + 4, goal: "help" },
      ],
      wrong.state,
    );
    expect(leapt.rejected.map(({ reason }) => reason)).toEqual(["ahead"]);
    const { closed } = count.close(leapt.state);
    expect(closed.map(({ n }) => n)).toEqual([3, 0]);
    expect(closed[1]!.index - closed[1]!.first + 1).toBe(9e5 - 1);
  });

  it("lets the clock close windows that nothing comes for", () => {
    const count = byTime();
    const { state } = all(count, [{ time: 0, goal: "lie" }]);
    expect(count.close(count.advance(state, 35)).closed.map(({ n }) => n)).toEqual([1, 0, 0]);
    expect(count.advance(count.init(), 35)).toEqual(count.init());
  });

  it("takes in a shard, except for what is closed", () => {
    const count = byTime();
    const own = count.close(
      all(count, [
        { time: 1, goal: "lie" },
        { time: 11, goal: "lie" },
      ]).state,
    ).state;
    const shard = all(count, [{ time: 2, goal: "help" }]).state;
    const later = all(count, [{ time: 12, goal: "help", count: 3 }]).state;
    const after = count.absorb(count.absorb(own, shard), later);
    expect(after).toMatchObject({ accepted: 5, rejected: { late: 1 }, open: [{ n: 4, counts: [3, 0, 1] }] });
  });
});

describe("by observations", () => {
  it("cuts after so many, and a record that counts several across windows", () => {
    const count = counting({ goals, windowing: { by: "observations", size: 4 } });
    const { state } = all(count, [
      { goal: "help", count: 6 },
      { goal: "lie", count: 3 },
    ]);
    const { closed, state: after } = count.close(state);
    expect(closed.map(({ counts }) => counts)).toEqual([
      [4, 0, 0],
      [2, 0, 2],
    ]);
    expect(count.close(after, true).closed.map(({ counts }) => counts)).toEqual([[0, 0, 1]]);
  });
});

describe("ids", () => {
  const count = byTime({ lateness: 100, idHorizon: 2 });
  const lie = (id: string) => ({ id, time: 1, goal: "lie" });
  it("are counted once; other content under a known id is refused", () => {
    const { state, rejected } = all(count, [
      lie("a"),
      lie("a"),
      { ...lie("a"), goal: "help" },
      { ...lie("a"), time: 2 },
    ]);
    expect(state).toMatchObject({ accepted: 1, duplicates: 1, rejected: { "id-conflict": 2 } });
    expect(rejected[0]!.message).toBe('id "a" was seen before with other content');
  });

  it("are remembered to the horizon and no further", () => {
    const { state } = all(count, ["a", "b", "a", "c", "b", "a"].map(lie));
    expect(state).toMatchObject({ accepted: 4, duplicates: 2 });
    expect(state.remembered.ids).toHaveLength(2);
  });
});

it.each<[Observation, string, RegExp]>([
  [{ time: 1, goal: "sing" }, "unknown-goal", /^goal "sing" is none of help, stall, lie$/],
  [{ time: 1 }, "unreadable", /expected a goal, or probabilities/],
  [{ time: 1, goal: "lie", probabilities: { lie: 1 } }, "unreadable", /expected a goal, or/],
  [{ time: 1, goal: "lie", count: -1 }, "unreadable", /whole number from 0 to 2\^53 - 1, got -1/],
  [{ time: 1, goal: "lie", count: 1.5 }, "unreadable", /got 1.5/],
  [
    { time: 1, probabilities: { lie: Number.NaN, help: 1 } },
    "bad-probabilities",
    /of lie: expected 0 to 1, got NaN/,
  ],
  [{ time: 1, probabilities: { lie: 0.5, help: 0.3 } }, "bad-probabilities", /sum to 0.8; expected 1/],
  [{ time: 1, probabilities: { sing: 1 } }, "unknown-goal", /"sing"/],
  [{ goal: "lie" }, "bad-time", /no time/],
  [{ time: Number.POSITIVE_INFINITY, goal: "lie" }, "bad-time", /got Infinity/],
  [{ time: Number.NaN, goal: "lie" }, "bad-time", /got NaN/],
])("sets %j aside: %s", (observation, reason, message) => {
  const count = byTime();
  const { state, rejected } = all(count, [{ time: 1, goal: "help" }, observation, { time: 2, goal: "help" }]);
  expect(rejected).toEqual([{ index: 1, reason, message: expect.stringMatching(message) }]);
  expect(state).toMatchObject({ accepted: 2, rejected: { [reason]: 1 } });
});

it.each<[Partial<CountingOptions>, RegExp]>([
  [{ goals: ["one"] }, /two or more goals, got 1/],
  [{ goals: ["a", "a"] }, /there twice/],
  [{ lateness: -1 }, /lateness must be finite and >= 0/],
  [{ idHorizon: 0.5 }, /idHorizon must be a whole number/],
  [{ windowing: { by: "time", size: 0 } }, /size must be finite and > 0, got 0/],
  [{ windowing: { by: "time", size: 10, slide: 3 } }, /multiple of its slide, got 10 and 3/],
  [{ windowing: { by: "observations", size: 2.5 } }, /size must be a whole number and > 0, got 2.5/],
  [{ windowing: { by: "time", size: 1e9, slide: 1 } }, /may slide 10000 times/],
])("refuses %j", (options, message) => {
  expect(() => byTime(options)).toThrow(message);
});
