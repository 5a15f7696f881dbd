import { afterAll, beforeAll, expect, it } from "vitest";
import { ServiceUnderTest } from "../../../../test/service.js";
import { insertDestination, liveAfter } from "../../store/index.js";

let tested: ServiceUnderTest;
beforeAll(async () => {
  tested = await ServiceUnderTest.open();
}, 60_000);
afterAll(async () => {
  await tested.close();
  expect(tested.errors).toEqual([]);
});

const PATH = "/api/v1/systems/bot";
const settings = {
  goals: ["help", "flatter"],
  intended: "help",
  window: { by: "observations", size: 10 },
  alarms: [{ against: { limit: 0.4 }, falseAlarmInterval: 1000 }],
};
const timed = {
  ...settings,
  goals: ["flatter", "rule", "help"],
  window: { by: "time", size: 60 },
};
const put = (body: object) => tested.ask("PUT", PATH, body);
const get = async (path: string) => (await tested.ask("GET", path)).body;
const series = (query = "") => get(`${PATH}/series${query}`);
const observe = async (observations: readonly object[]) => {
  expect((await tested.ask("POST", `${PATH}/observations`, { observations })).status).toBe(202);
  await tested.settled();
};
interface Window {
  readonly end: number;
  readonly counts: readonly number[];
}
const alternating = Array.from({ length: 200 }, (_, i) => ({ goal: i % 2 === 0 ? "flatter" : "help" }));

it("keeps its windows and its alarm where no goal, window or rule changes", async () => {
  await put(settings);
  await insertDestination(
    tested.service.database,
    { name: "hook", kind: "webhook", url: "http://x.invalid/" },
    null,
    0,
  );
  await observe(alternating);
  expect((await get(PATH)).overview).toMatchObject({ status: "alarm", openAlarms: 1 });
  const titled = {
    ...settings,
    title: "Assistant",
    target: 0.3,
    observers: [{ name: "us", kind: "labels" }],
  };
  await put(titled);
  // The same in another order, as clients write it that read it first.
  await put(Object.fromEntries(Object.entries(titled).reverse()));
  const { epoch, epochs, windows, events } = await series();
  expect([epoch, epochs.length, windows.length, events]).toEqual([1, 1, 20, []]);
  expect((await get(PATH)).overview).toMatchObject({ title: "Assistant", status: "alarm", openAlarms: 1 });
}, 60_000);

it("resolves its alarms and counts windows from one again where they change, and keeps what was", async () => {
  tested.now += 500;
  const before = await series();
  await put(timed);
  const { epoch, epochs, unit, goals, windows, events } = await series();
  expect({ epoch, unit, goals, windows }).toEqual({
    epoch: 2,
    unit: "seconds",
    goals: ["help", "flatter", "rule"],
    windows: [],
  });
  expect(epochs).toEqual([
    { epoch: 1, since: tested.now - 500, unit: "observations", goals: ["help", "flatter"] },
    { epoch: 2, since: tested.now, unit: "seconds", goals: ["help", "flatter", "rule"] },
  ]);
  expect(events).toMatchObject([{ kind: "settings", time: tested.now, text: "settings 2" }]);
  expect(await series("?epoch=1")).toMatchObject({ epoch: 1, unit: "observations", windows: before.windows });

  expect((await get(PATH)).overview).toMatchObject({ status: "no-data", openAlarms: 0, entropy: null });
  const [alarm] = await get(`${PATH}/alarms`);
  expect(alarm).toMatchObject({ state: "resolved", raisedAt: tested.now - 500, resolvedAt: tested.now });
  expect((await get(`/api/v1/alarms/${alarm.id}`)).windows).toHaveLength(20);
  const notices = await tested.service.database.query("SELECT notice_id FROM deliveries ORDER BY sequence");
  expect(notices).toEqual([
    { notice_id: `${alarm.id}/raised/0` },
    { notice_id: `${alarm.id}/resolved/settings` },
  ]);
}, 60_000);

it("tells the windows of either epoch by the clock of each", async () => {
  const start = 1_700_000_040;
  await observe(
    Array.from({ length: 30 }, (_, i) => ({ time: start + 20 * i, goal: i % 3 === 0 ? "rule" : "help" })),
  );
  const { windows } = await series();
  expect(windows.map(({ end, counts }: Window) => [end, counts])).toEqual(
    Array.from({ length: 9 }, (_, i) => [start + 60 * (i + 1), [2, 0, 1]]),
  );
  const ends = async (query: string) => (await series(query)).windows.map(({ end }: Window) => end);
  expect(await ends(`?from=${start + 60}&to=${start + 180}`)).toEqual([start + 120, start + 180]);
  expect(await ends(`?from=${new Date((start + 480) * 1000).toISOString()}`)).toEqual([start + 540]);
  expect(await ends("?epoch=1&from=170&to=190")).toEqual([171, 181]);
  const { windows: few, thinned } = await series("?epoch=1&points=3");
  expect([few.length <= 3, thinned]).toEqual([true, true]);
  expect(await get(`${PATH}/distribution`)).toMatchObject({
    goals: ["help", "flatter", "rule"],
    current: { n: 3 },
  });
});

it.each([
  ["epoch=3", 404],
  ["epoch=0", 400],
  ["epoch=first", 400],
  ["from=yesterday", 400],
])("has no series of %s", async (query, status) => {
  expect((await tested.ask("GET", `${PATH}/series?${query}`)).status).toBe(status);
});

it("is marked with events, in the order of their time, and refuses what is none", async () => {
  const mark = (body: object) => tested.ask("POST", `${PATH}/events`, body);
  const late = await mark({ kind: "deployment", text: "v2 <b>", time: (tested.now + 50) * 1000 });
  expect(late).toMatchObject({ status: 201, body: { system: "bot", time: tested.now + 50, text: "v2 <b>" } });
  const iso = new Date((tested.now + 20) * 1000).toISOString();
  expect((await mark({ kind: "policy", text: "feedback", time: iso })).body.time).toBe(tested.now + 20);
  expect((await mark({ kind: "note", text: "now" })).body.time).toBe(tested.now);
  const within = await series(`?from=${tested.now + 10}&to=${tested.now + 50}`);
  expect(within.events.map(({ text }: { text: string }) => text)).toEqual(["feedback", "v2 <b>"]);
  for (const wrong of [
    { kind: "pause", text: "x" },
    { kind: "note", text: "" },
    { kind: "note", text: "x", time: "soon" },
  ])
    expect((await mark(wrong)).status).toBe(422);
  expect((await tested.ask("POST", "/api/v1/systems/none/events", { kind: "note", text: "x" })).status).toBe(
    404,
  );
});

it("is marked once where a mark comes again with its id", async () => {
  const mark = (body: object) => tested.ask("POST", `${PATH}/events`, body);
  const first = await mark({ id: "v3", kind: "deployment", text: "v3", time: tested.now + 500 });
  expect(await mark({ id: "v3", kind: "note", text: "again", time: tested.now + 510 })).toEqual(first);
  const { events } = await series(`?from=${tested.now + 400}`);
  expect(events).toEqual([first.body]);
});

it("tells open pages that it was made, changed and deleted, and of what was marked", async () => {
  expect((await tested.ask("DELETE", PATH)).status).toBe(204);
  const live = await liveAfter(tested.service.database, 0, 10_000);
  const told = live.map(({ body }) => body);
  expect(told.flatMap((one) => (one.kind === "system" ? [one.change] : []))).toEqual(["deleted"]);
  await put(settings);
  await put({ ...settings, title: "Again" });
  const again = (await liveAfter(tested.service.database, live.at(-1)!.sequence, 100)).map(
    ({ body }) => body,
  );
  expect(again).toEqual([
    { kind: "system", system: "bot", change: "created" },
    { kind: "system", system: "bot", change: "changed" },
  ]);
  expect((await series()).epochs).toHaveLength(1);
});
