import { afterAll, beforeAll, expect, it } from "vitest";
import { ServiceUnderTest } from "../../../../test/service.js";

let tested: ServiceUnderTest;
beforeAll(async () => {
  tested = await ServiceUnderTest.open();
}, 60_000);
afterAll(async () => {
  await tested.close();
  expect(tested.errors).toEqual([]);
});

const settings = {
  goals: ["help", "flatter"],
  intended: "help",
  window: { by: "observations", size: 10 },
  alarms: [
    { name: "rise", against: { limit: 0.4 }, falseAlarmInterval: 1000 },
    { name: "never", against: { limit: 0.69 }, falseAlarmInterval: 1e6 },
  ],
};
const of = (system: string) => `/api/v1/systems/${system}`;
const get = async (path: string) => (await tested.ask("GET", path)).body;
const change = async (system: string, what: "pause" | "resume") =>
  (await tested.ask("POST", `${of(system)}/${what}`)).body;
const status = async (system: string) => (await get(of(system))).overview.status;
const alarms = (system: string) => get(`${of(system)}/alarms`);

/** Windows of ten in each of which so many follow the other goal. */
async function observe(system: string, windows: number, others: number): Promise<void> {
  const observations = Array.from({ length: 10 * windows }, (_, i) => ({
    goal: i % 10 < others ? "flatter" : "help",
  }));
  expect((await tested.ask("POST", `${of(system)}/observations`, { observations })).status).toBe(202);
  await tested.settled();
}

it("counts while it is paused and raises nothing, over a restart too, until it is resumed", async () => {
  await tested.ask("PUT", of("bot"), settings);
  tested.now = 100;
  expect(await change("bot", "pause")).toMatchObject({ system: "bot", kind: "pause", time: 100 });
  await observe("bot", 20, 5);
  await tested.restart();
  expect(await status("bot")).toBe("paused");
  await observe("bot", 5, 5);
  const { windows } = await get(`${of("bot")}/series`);
  expect(windows).toHaveLength(25);
  for (const window of windows) expect(window).toMatchObject({ counts: [5, 5], n: 10, status: "paused" });
  expect(windows.at(-1).entropy.value).toBeGreaterThan(0.6);
  expect(await get(`${of("bot")}/trust`)).toMatchObject({ observations: 250 });
  expect(await alarms("bot")).toEqual([]);

  tested.now = 200;
  expect(await change("bot", "resume")).toMatchObject({ kind: "resume", time: 200 });
  expect(await status("bot")).toBe("no-data");
  await observe("bot", 20, 5);
  const [alarm, ...others] = await alarms("bot");
  expect(others).toEqual([]);
  expect(alarm).toMatchObject({ state: "open", raisedAt: 200 });
  // What was seen while it was paused is no evidence.
  expect(alarm.began).toBeGreaterThanOrEqual(250);
  const { events } = await get(`${of("bot")}/series`);
  expect(events.map(({ kind }: { kind: string }) => kind)).toEqual(["pause", "resume"]);
  const audit = await get("/api/v1/audit");
  expect(audit.slice(0, 2)).toMatchObject([
    { action: "resume system", subject: "bot", actor: "loopback" },
    { action: "pause system", subject: "bot", actor: "loopback" },
  ]);
}, 60_000);

it("leaves an alarm open that was open, and resolves it only after it is resumed", async () => {
  await tested.ask("PUT", of("open"), settings);
  await observe("open", 20, 5);
  await change("open", "pause");
  await observe("open", 20, 0);
  expect(await alarms("open")).toMatchObject([{ state: "open", resolvedAt: null }]);
  expect(await status("open")).toBe("paused");
  await change("open", "resume");
  await observe("open", 20, 0);
  expect(await alarms("open")).toMatchObject([{ state: "resolved" }]);
  expect(await status("open")).toBe("ok");
}, 60_000);

it("is as it was where it is resumed though nothing was paused", async () => {
  await tested.ask("PUT", of("armed"), { ...settings, alarms: settings.alarms.toReversed() });
  await observe("armed", 20, 5);
  expect(await status("armed")).toBe("alarm");
  await change("armed", "resume");
  expect(await status("armed")).toBe("alarm");
  expect(await alarms("armed")).toMatchObject([{ state: "open" }]);
}, 60_000);

it("stays paused when its settings start another epoch", async () => {
  await tested.ask("PUT", of("kept"), settings);
  await change("kept", "pause");
  await tested.ask("PUT", of("kept"), { ...settings, window: { by: "observations", size: 20 } });
  expect(await status("kept")).toBe("paused");
  await observe("kept", 20, 5);
  expect(await alarms("kept")).toEqual([]);
  await change("kept", "resume");
  await observe("kept", 20, 5);
  expect(await alarms("kept")).toMatchObject([{ state: "open" }]);
}, 60_000);

it.each(["pause", "resume"])("has nothing to %s of a system that is not there", async (what) => {
  expect((await tested.ask("POST", `${of("none")}/${what}`)).status).toBe(404);
});
