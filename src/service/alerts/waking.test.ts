import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Receiver, receive } from "../../../test/receiver.js";
import { createApp } from "../http/app.js";
import { openService, type Service } from "../service.js";

let folder: string;
let service: Service;
let receiver: Receiver;
const errors: unknown[] = [];
const onError = (error: unknown) => errors.push(error);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "telostat-waking-"));
  receiver = await receive();
  // Nothing is looked for without being told: what arrives here was announced.
  service = await openService({
    folder,
    now: () => Date.now() / 1000,
    onError,
    allowPrivateTargets: true,
    idle: 3600,
  });
}, 60_000);
afterAll(async () => {
  await service.close();
  await receiver.close();
  await rm(folder, { recursive: true, force: true });
  expect(errors).toEqual([]);
});

const ask = (method: string, path: string, body?: unknown) =>
  createApp(service, { onError }).request(path, {
    method,
    ...(body !== undefined && {
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
    }),
  });

const arrived = async (number: number) => {
  while (receiver.received.length < number) await new Promise((resolve) => setTimeout(resolve, 10));
  return receiver.received.map(({ body }) => (JSON.parse(body) as { notice: string }).notice);
};

it("sends an alarm when it is raised and when it is resolved, and what was given up when asked, without waiting for the clock", async () => {
  const made = await ask("PUT", "/api/v1/systems/bot", {
    goals: ["help", "flatter"],
    intended: "help",
    window: { by: "observations", size: 10 },
    alarms: [{ against: { limit: 0.4 }, falseAlarmInterval: 100, clearAfter: 2 }],
  });
  expect(made.status).toBe(200);
  const url = `http://127.0.0.1:${receiver.port}/`;
  expect((await ask("POST", "/api/v1/destinations", { kind: "webhook", name: "ops", url })).status).toBe(201);
  const observe = (from: number, number: number, flatter: boolean) =>
    ask("POST", "/api/v1/systems/bot/observations", {
      observations: Array.from({ length: number }, (_, i) => ({
        id: from + i,
        goal: flatter && i % 2 === 0 ? "flatter" : "help",
      })),
    });
  receiver.answer = (nth) => ({ status: nth === 1 ? 400 : 200 });
  await observe(0, 200, true);
  expect(await arrived(1)).toEqual(["raised"]);
  while ((await service.database.query("SELECT 1 FROM deliveries WHERE state = 'failed'")).length === 0)
    await new Promise((resolve) => setTimeout(resolve, 10));
  expect(await (await ask("GET", "/api/v1/destinations/ops/failed")).json()).toEqual([
    {
      id: expect.stringMatching(/^bot\..*\/raised\/0$/),
      title: expect.stringMatching(/^bot: ethical entropy/),
      alarm: expect.stringMatching(/^bot\./),
      system: "bot",
      created: expect.any(Number),
      attempts: 1,
      error: "answered 400: because",
    },
  ]);
  expect(await (await ask("POST", "/api/v1/destinations/ops/retry")).json()).toEqual({ retried: 1 });
  expect(await arrived(2)).toEqual(["raised", "raised"]);
  await observe(1000, 1000, false);
  expect(await arrived(3)).toEqual(["raised", "raised", "resolved"]);
}, 60_000);
