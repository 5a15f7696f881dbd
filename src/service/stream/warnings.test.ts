import { expect, it } from "vitest";
import { type SeriesWindow, systemSettingsSchema } from "../../contracts/index.js";
import { pooledShares, referenceLength } from "./shares.js";
import { warnings } from "./warnings.js";

const settings = systemSettingsSchema.parse({ goals: ["a", "b"], intended: "a" });
const facts = {
  observers: [{ name: "judge", kind: "judge" as const, accuracy: 0.97, checked: 500 }],
  lastWindow: 100,
  observations: 5000,
  duplicates: 12,
  rejected: { late: 3 },
  staleness: 20,
  waiting: 0,
  failed: 0,
};
const window = (closed: number, counts = [9, 1]): SeriesWindow => ({
  window: closed,
  start: closed,
  end: closed + 10,
  closed,
  n: 10,
  gap: false,
  counts,
  entropy: null,
  fidelity: null,
  drift: null,
  status: "ok",
});
const recent = [window(0), window(30), window(60)];

it("is silent where nothing speaks against the numbers", () => {
  expect(warnings(facts, settings, recent)).toEqual([]);
});

it.each([
  [{ observations: 0 }, /No observation/],
  [{ lastWindow: 4 }, /4 observations; fewer than 10/],
  [{ staleness: 91 }, /91 seconds/],
  [{ rejected: { late: 60 } }, /1\.2% .* set aside/],
  [{ failed: 1 }, /1 batch could not be handled, and is not/],
  [{ waiting: 400 }, /400 observations wait/],
  [{ observers: [] }, /Nobody has said who judges/],
  [{ observers: [{ name: "judge", kind: "judge" as const }] }, /Nobody has checked the labels of judge/],
  [{ observers: [{ name: "judge", kind: "judge" as const, accuracy: 1, checked: 3 }] }, /in 3 cases only/],
  [
    { observers: [{ name: "judge", kind: "judge" as const, accuracy: 0.8, checked: 300 }] },
    /80% of the labels/,
  ],
])("warns of %j", (change, expected) => {
  const said = warnings({ ...facts, ...change }, settings, recent);
  expect(said).toHaveLength(1);
  expect(said[0]).toMatch(expected);
});

it("warns of goals that are inferred", () => {
  const inferred = { ...settings, goalFile: { goals: [{ name: "a" }] } };
  expect(warnings(facts, inferred, recent)).toEqual([
    expect.stringMatching(/inferred from their tool calls/),
  ]);
});

it("pools the shares of windows that share nothing", () => {
  const sliding = { ...window(5, [0, 10]), start: 5 };
  expect(pooledShares([window(0), sliding, window(10, [5, 5])])).toMatchObject({
    n: 20,
    shares: [{ value: 0.7 }, { value: 0.3 }],
  });
  expect(pooledShares([])).toBeNull();
  expect(pooledShares([window(0, [0, 0])])).toBeNull();
});

it("takes the windows that a rule learns from as the reference, else the first alone", () => {
  const alarms = (...rules: typeof settings.alarms) => referenceLength({ ...settings, alarms: rules });
  expect(alarms({})).toBe(20);
  expect(alarms({ against: { limit: 1 } }, { against: { referenceWindows: 7 } })).toBe(7);
  expect(alarms({ against: { limit: 1 } })).toBe(1);
});
