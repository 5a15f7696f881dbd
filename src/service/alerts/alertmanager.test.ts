import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Receiver, receive } from "../../../test/receiver.js";
import type { AlarmNotice } from "../../contracts/index.js";
import {
  type Database,
  deleteExpired,
  insertDeliveries,
  insertDestination,
  migrate,
  openPglite,
  saveAlarm,
} from "../store/index.js";
import { sampleNotice } from "./sample-notice.js";
import { Sender } from "./sender.js";

let folder: string;
let database: Database;
let receiver: Receiver;
let time = 1_700_000_000;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "telostat-alertmanager-"));
  database = await openPglite(folder);
  await migrate(database);
  receiver = await receive();
  const url = `http://127.0.0.1:${receiver.port}/prefix/api/v2/alerts`;
  await insertDestination(database, { kind: "alertmanager", name: "am", url }, null, time);
  await database.query("INSERT INTO systems (system, created, settings) VALUES ('bot', 0, '{}')");
}, 60_000);
afterAll(async () => {
  await receiver.close();
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const raised = 1_699_999_000;
async function told(notice: AlarmNotice["notice"], renotified = 0): Promise<void> {
  const sample = sampleNotice(raised);
  const resolved = notice === "resolved";
  const alarm = {
    ...sample.alarm,
    id: "bot.1.entropy.1",
    system: "bot",
    state: resolved ? ("resolved" as const) : ("open" as const),
    resolvedAt: resolved ? time : null,
  };
  await saveAlarm(database, 1, alarm);
  await insertDeliveries(database, { ...sample, id: `${notice}/${renotified}`, notice, alarm }, time);
}
const sender = () => new Sender(database, { now: () => time, allowPrivate: true });
async function turns(): Promise<unknown[]> {
  receiver.received.length = 0;
  const by = sender();
  for (let i = 0; i < 3; i++) {
    await by.turn();
    await by.settled();
  }
  return receiver.received.flatMap(({ body }) => JSON.parse(body) as unknown[]);
}
const states = async () =>
  (await database.query<{ state: string }>("SELECT state FROM deliveries ORDER BY sequence")).map(
    ({ state }) => state,
  );
const iso = (seconds: number) => new Date(seconds * 1000).toISOString();

it("tells an Alertmanager of an open alarm again and again, of the last notice only, until it is resolved", async () => {
  await told("raised");
  const labels = {
    alertname: "telostat_alarm",
    system: "bot",
    rule: "test",
    of: "entropy",
    detector: "test",
  };
  const firing = () => [{ labels, startsAt: iso(raised), endsAt: iso(time + 3600) }];
  expect(await turns()).toMatchObject(firing());
  expect(receiver.received[0]!.path).toBe("/prefix/api/v2/alerts");
  expect(await turns()).toEqual([]);
  time += 61;
  expect(await turns()).toMatchObject(firing());

  await told("renotified", 1);
  expect(await turns()).toHaveLength(1);
  time += 61;
  expect(await turns()).toHaveLength(1);
  expect(await states()).toEqual(["standing", "standing"]);

  // Away for half a day when it is due: tried again and again, and told of the end when it is back.
  receiver.answer = () => ({ status: 503 });
  time += 61;
  for (let attempt = 1; attempt <= 12; attempt++) {
    expect(await turns()).toHaveLength(1);
    time += 3600;
  }
  expect(await turns()).toHaveLength(1);
  await told("resolved");
  receiver.answer = () => ({ status: 200 });
  expect(await turns()).toEqual([]);
  time += 3600;
  expect(await turns()).toMatchObject([
    { endsAt: iso(time + 3600) },
    { startsAt: iso(raised), endsAt: iso(time - 3600) },
  ]);
  time += 1000;
  expect(await turns()).toEqual([]);
});

it("keeps what stands for as long as its alarm is open, and no longer", async () => {
  await database.query("UPDATE alarms SET state = 'open'");
  time += 31 * 86_400;
  await deleteExpired(database, time, () => true);
  expect(await states()).toEqual(["standing", "standing"]);
  await database.query("UPDATE alarms SET state = 'resolved'");
  await deleteExpired(database, time, () => true);
  expect(await states()).toEqual([]);
});
