import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type Receiver, receive } from "../../../test/receiver.js";
import type { AlarmNotice } from "../../contracts/index.js";
import {
  type Database,
  insertDeliveries,
  insertDestination,
  migrate,
  openPglite,
  retryFailed,
} from "../store/index.js";
import { sampleNotice } from "./sample-notice.js";
import { Sender } from "./sender.js";

let folder: string;
let database: Database;
let receiver: Receiver;
let time = 1_700_000_000;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "telostat-order-"));
  database = await openPglite(folder);
  await migrate(database);
}, 60_000);
beforeEach(async () => {
  await database.query("DELETE FROM destinations");
  receiver = await receive();
  await insertDestination(
    database,
    { kind: "webhook", name: "ops", url: `http://127.0.0.1:${receiver.port}/` },
    "s",
    0,
  );
  return () => receiver.close();
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const sender = (attempts?: number) => new Sender(database, { now: () => time, allowPrivate: true, attempts });
const notice = (alarm: string, kind: AlarmNotice["notice"]): AlarmNotice => {
  const sample = sampleNotice(time);
  return { ...sample, id: `${alarm}/${kind}`, notice: kind, alarm: { ...sample.alarm, id: alarm } };
};
const put = async (...all: AlarmNotice[]) => {
  for (const one of all) await insertDeliveries(database, one, time);
};
const turn = async (by: Sender) => {
  await by.turn();
  await by.settled();
};
const came = () => receiver.received.map(({ headers }) => String(headers["telostat-id"]));
const states = async () =>
  (await database.query<{ state: string }>("SELECT state FROM deliveries ORDER BY sequence")).map(
    ({ state }) => state,
  );

it("keeps the notices of an alarm in order where one is tried again, and holds up no other alarm", async () => {
  await put(notice("a", "raised"), notice("a", "renotified"), notice("b", "raised"), notice("a", "resolved"));
  receiver.answer = (nth) => ({ status: nth <= 2 ? 500 : 200 });
  const by = sender();
  for (let i = 0; i < 3; i++) await turn(by);
  expect(came().sort()).toEqual(["a/raised", "b/raised"]);
  time += 60;
  for (let i = 0; i < 3; i++) await turn(by);
  expect(
    came()
      .slice(2)
      .filter((id) => id.startsWith("a")),
  ).toEqual(["a/raised", "a/renotified", "a/resolved"]);
  expect(await states()).toEqual(["sent", "sent", "sent", "sent"]);
});

it("keeps them in order between processes, while one is under way", async () => {
  await put(notice("a", "raised"), notice("a", "resolved"));
  const [first, second] = [sender(), sender()];
  await first.turn();
  await turn(second);
  await first.settled();
  expect(came()).toEqual(["a/raised"]);
  await turn(second);
  expect(came()).toEqual(["a/raised", "a/resolved"]);
});

it("goes on behind a notice that was given up, which is not told after what overtook it", async () => {
  await put(notice("a", "raised"), notice("a", "resolved"), notice("b", "raised"), notice("b", "resolved"));
  receiver.answer = (_, body) => ({
    status: body.includes('"notice":"resolved"') && body.includes('"id":"a"') ? 200 : 400,
  });
  const by = sender();
  for (let i = 0; i < 2; i++) await turn(by);
  expect(await states()).toEqual(["failed", "sent", "failed", "failed"]);
  expect(await retryFailed(database, "ops")).toBe(2);
  expect(await states()).toEqual(["overtaken", "sent", "waiting", "waiting"]);
  receiver.answer = () => ({ status: 200 });
  receiver.received.length = 0;
  for (let i = 0; i < 2; i++) await turn(by);
  expect(came()).toEqual(["b/raised", "b/resolved"]);
});

it.each([400, 401, 403, 404, 405, 410, 413, 422])(
  "gives up at once where the answer is %i, and says why",
  async (status) => {
    await put(notice("a", "raised"));
    receiver.answer = () => ({ status });
    await turn(sender());
    expect(await database.query("SELECT state, attempts, error FROM deliveries")).toEqual([
      { state: "failed", attempts: 1, error: `answered ${status}: because` },
    ]);
  },
);

it.each([408, 425, 429, 500, 502, 503])(
  "tries again where the answer is %i, not before Retry-After",
  async (status) => {
    await put(notice("a", "raised"));
    receiver.answer = () => ({ status, headers: { "retry-after": "700" } });
    await turn(sender());
    expect(await database.query("SELECT state, attempts, not_before FROM deliveries")).toEqual([
      { state: "waiting", attempts: 1, not_before: time + 700 },
    ]);
  },
);

it("starts ten to a destination at a time, and does not hold up another that answers", async () => {
  await insertDestination(
    database,
    { kind: "webhook", name: "silent", url: "http://silent.example/" },
    "s",
    0,
  );
  for (let i = 0; i < 25; i++) await put(notice(`a${i}`, "raised"));
  const never = new Promise<never>(() => {});
  const by = new Sender(database, {
    now: () => time,
    allowPrivate: true,
    resolve: () => never,
  });
  while (receiver.received.length < 25) {
    await by.turn();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(receiver.received).toHaveLength(25);
  const [row] = await database.query<{ n: number }>(
    "SELECT count(*) AS n FROM deliveries WHERE destination = 'silent' AND attempts > 0",
  );
  expect(row!.n).toBe(10);
});
