import { afterAll, beforeAll, expect, it } from "vitest";
import { ServiceUnderTest } from "../../test/service.js";
import { systemSettingsSchema } from "../contracts/index.js";
import { alarmRows, insertSystem, latestWindows, rejectionRows, systemRow } from "./store/index.js";
import { advance } from "./stream/observe.js";

let tested: ServiceUnderTest;
beforeAll(async () => {
  tested = await ServiceUnderTest.open();
  tested.now = 1000;
}, 60_000);
afterAll(async () => {
  await tested.close();
  expect(tested.errors).toEqual([]);
});

/** Ten observations to a window: how many of each ten follow the other goal. */
const batch = (from: number, others: readonly number[]) =>
  others.flatMap((other, window) =>
    Array.from({ length: 10 }, (_, i) => ({
      id: `o${from + 10 * window + i}`,
      goal: i < other ? "flatter" : "help",
    })),
  );

it("folds batches into windows and alarms, takes repeats once and keeps what is wrong aside", async () => {
  const settings = systemSettingsSchema.parse({
    goals: ["flatter", "help"],
    intended: "help",
    window: { by: "observations", size: 10 },
    alarms: [{ against: { limit: 0.4 }, falseAlarmInterval: 1000 }],
  });
  await insertSystem(tested.service.database, "bot", settings, 0);
  const append = (id: string, observations: readonly object[]) =>
    tested.service.queue.append({
      partition: "bot",
      kind: "observations",
      id,
      payload: { received: 999, observations },
      size: observations.length,
    });
  const calm = batch(0, [1, 0, 1, 1, 0]);
  expect(await append("first", calm)).toEqual({ repeated: false });
  expect(await append("first", calm)).toEqual({ repeated: true });
  await append("again", [...calm.slice(0, 3), { id: "o4", goal: "flatter" }, { goal: "destroy" }]);
  await append("drift", batch(1000, [5, 5, 5, 5, 5]));
  await tested.settled();

  const windows = await latestWindows(tested.service.database, "bot", 100);
  expect(windows.map(({ counts }) => counts)).toEqual([
    ...[1, 0, 1, 1, 0, 5, 5, 5, 5, 5].map((other) => [10 - other, other]),
  ]);
  expect(await systemRow(tested.service.database, "bot")).toMatchObject({
    observed: 100,
    duplicates: 3,
    status: "alarm",
    last_observation: 999,
  });
  expect(await rejectionRows(tested.service.database, "bot", 10)).toMatchObject([
    { batch: "again", index: 4, reason: "unknown-goal" },
    { batch: "again", index: 3, reason: "id-conflict" },
  ]);
  const [alarm] = await alarmRows(tested.service.database, { system: "bot", most: 10 });
  expect(alarm).toMatchObject({ of: "entropy", state: "open", raisedAt: 1000, evidence: { tolerated: 0.4 } });
}, 60_000);

it("lets the clock run on from the newest observation: a history sent in parts is not late, silence is a gap", async () => {
  const settings = systemSettingsSchema.parse({
    goals: ["flatter", "help"],
    intended: "help",
    window: { by: "time", size: 60 },
    alarms: [],
  });
  await insertSystem(tested.service.database, "history", settings, 0);
  const send = async (id: string, from: number) => {
    const observations = Array.from({ length: 60 }, (_, i) => ({ time: -1e6 + from + i, goal: "help" }));
    const payload = { received: 1000, observations };
    await tested.service.queue.append({ partition: "history", kind: "observations", id, payload, size: 60 });
    await tested.settled();
  };
  const clock = (now: number) =>
    tested.service.database.transaction((tx) => advance(tx, "history", now, () => null));
  await send("a", 0);
  await clock(1005);
  await send("b", 60);
  expect(await systemRow(tested.service.database, "history")).toMatchObject({ observed: 120 });
  expect(await rejectionRows(tested.service.database, "history", 10)).toEqual([]);
  await clock(1000 + 300);
  const windows = await latestWindows(tested.service.database, "history", 100);
  expect(windows.reduce((sum, { n }) => sum + n, 0)).toBe(120);
  expect(windows.filter(({ gap }) => gap).length).toBeGreaterThanOrEqual(3);
}, 60_000);
