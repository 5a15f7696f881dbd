import { afterAll, beforeAll, expect, it } from "vitest";
import { ServiceUnderTest } from "../../../test/service.js";

let tested: ServiceUnderTest;
beforeAll(async () => {
  tested = await ServiceUnderTest.open();
  for (const system of ["bot", "other"]) await tested.ask("PUT", of(system), settings);
}, 60_000);
afterAll(async () => {
  await tested.close();
  expect(tested.errors).toEqual([]);
});

const settings = {
  goals: ["help", "flatter"],
  intended: "help",
  window: { by: "observations", size: 10 },
};
const of = (system: string) => `/api/v1/systems/${system}`;
const query = (sql: string) => tested.service.database.query(sql);
const observations = (first: number) =>
  Array.from({ length: 20 }, (_, i) => ({ id: `o${first + i}`, goal: "help" }));
const send = async (system: string, batch: string, first: number) =>
  (await tested.ask("POST", `${of(system)}/observations`, { batch, observations: observations(first) })).body;
const trust = async (system = "bot") => (await tested.ask("GET", `${of(system)}/trust`)).body;
const windows = async () => (await tested.ask("GET", `${of("bot")}/series`)).body.windows.length;
const deadLetters = async () => (await tested.ask("GET", "/api/v1/dead-letters")).body;
const replay = (id: number | string) => tested.ask("POST", `/api/v1/dead-letters/${id}/replay`);

/** What is tried again after a while is tried at once. */
async function exhausted(): Promise<void> {
  while ((await tested.service.queue.waiting()) > 0) {
    tested.now += 60;
    tested.service.wake();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

it("gives up what the database refuses, whole, and handles what comes after it", async () => {
  await send("bot", "good", 0);
  await tested.settled();
  // Stands for a fault of the service: one observation of the batch cannot be stored.
  await query("ALTER TABLE observations ADD CONSTRAINT fault CHECK (id <> 'o39')");
  await send("bot", "bad", 20);
  await send("bot", "after", 100);
  await send("other", "beside", 0);
  await exhausted();
  expect(await deadLetters()).toMatchObject([
    {
      partition: "bot",
      kind: "observations",
      message: "bad",
      attempts: 5,
      error: expect.stringMatching(/fault/),
    },
  ]);
  expect(await trust()).toMatchObject({ observations: 40, failed: 1, duplicates: 0 });
  expect((await trust()).warnings).toContainEqual(expect.stringMatching(/1 batch/));
  expect(await trust("other")).toMatchObject({ observations: 20, failed: 0 });
  expect(await windows()).toBe(4);
}, 60_000);

it("stays given up where it is replayed before the fault is mended", async () => {
  const [{ id }] = await deadLetters();
  expect((await replay(id)).status).toBe(204);
  await exhausted();
  expect(await trust()).toMatchObject({ observations: 40, failed: 1 });
  expect(await deadLetters()).toHaveLength(1);
}, 60_000);

it("counts a replayed batch once, however often it is replayed or sent", async () => {
  await query("ALTER TABLE observations DROP CONSTRAINT fault");
  const [{ id }] = await deadLetters();
  const answers = await Promise.all([replay(id), replay(id), replay(id)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 404, 404]);
  expect(await send("bot", "bad", 20)).toMatchObject({ repeated: true });
  await send("bot", "the same under another name", 20);
  await exhausted();
  expect(await deadLetters()).toEqual([]);
  expect(await trust()).toMatchObject({ observations: 60, duplicates: 20, failed: 0, waiting: 0 });
  expect(await windows()).toBe(6);
  const [{ n }] = (await query("SELECT count(*) AS n FROM observations WHERE system = 'bot'")) as [
    { n: number },
  ];
  expect(n).toBe(60);
  const { body: audit } = await tested.ask("GET", "/api/v1/audit");
  expect(audit[0]).toMatchObject({ action: "replay dead letter", subject: String(id), actor: "loopback" });
}, 60_000);

it.each(["999999", "0", "-1", "1.5", "x"])("has no dead letter %s to replay", async (id) => {
  expect((await replay(id)).status).toBe(404);
});
