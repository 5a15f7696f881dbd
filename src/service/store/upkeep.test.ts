import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { recorded } from "../../../test/recorded-queries.js";
import { systemSettingsSchema } from "../../contracts/index.js";
import type { Database } from "./database.js";
import { migrate } from "./migrate.js";
import { openPglite } from "./pglite.js";
import { deleteSystem, insertSystem } from "./systems.js";
import { deleteExpired } from "./upkeep.js";

const DAY = 86_400;
const NOW = 100 * DAY;
let folder: string;
let database: Database;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "telostat-upkeep-"));
  database = await openPglite(folder);
  await migrate(database);
  for (const [name, retentionDays] of [
    ["brief", 1],
    ["long", 50],
    ["good", undefined],
  ] as const) {
    const settings = systemSettingsSchema.parse({ goals: ["a", "b"], intended: "a", retentionDays });
    await insertSystem(database, name, settings, 0);
    await database.query(
      `INSERT INTO observations (system, id, time, received, goal, content)
       SELECT $1, i, 0, $2::float8 - $3::float8 * i, 'a', '' FROM generate_series(0, 9999) i`,
      [name, NOW, DAY / 1000],
    );
    await database.query(
      "INSERT INTO transcripts (system, id, time, goal, messages) SELECT system, id, 0, 'a', '[]' FROM observations WHERE system = $1",
      [name],
    );
    await database.query(
      `INSERT INTO rejections (system, batch, place, reason, message, content, received)
       VALUES ($1, 'b', 0, 'late', '', '{}', $2), ($1, 'b', 0, 'late', '', '{}', $3)`,
      [name, NOW - 2 * DAY, NOW],
    );
  }
  await database.query(
    "INSERT INTO live (system, time, body) SELECT 'brief', $1::float8 - i, '{}' FROM generate_series(1, 7200) i",
    [NOW],
  );
}, 60_000);
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const counted = async (table: string) =>
  Object.fromEntries(
    (
      await database.query<{ system: string; count: number }>(
        `SELECT system, count(*) AS count FROM ${table} GROUP BY system`,
      )
    ).map(({ system, count }) => [system, count]),
  );

it("deletes what systems no longer keep, slice by slice and by the indexes, and gives the room back", async () => {
  const db = recorded(database);
  let slices = 0;
  expect(await deleteExpired(db, NOW, () => ++slices < 1)).toBe(true);
  expect(await deleteExpired(db, NOW, () => ++slices < 10)).toBe(false);
  // 3,600 of live messages are no whole slice; of 8,999 observations the first 5,000 are.
  expect(slices).toBe(1);
  expect(await counted("observations")).toEqual({ brief: 1001, long: 10_000, good: 10_000 });
  expect(await counted("transcripts")).toEqual({ brief: 1001, long: 10_000, good: 10_000 });
  expect(await counted("rejections")).toEqual({ brief: 1, long: 2, good: 2 });
  expect(await counted("live")).toEqual({ brief: 3600 });
  for (const { plan, sql } of db.seen)
    expect(plan.replace(/Seq Scan on systems/, ""), sql).not.toContain("Seq Scan");

  await database.maintain();
  const dead = await database.query(
    "SELECT relname FROM pg_stat_user_tables WHERE n_dead_tup > 0 AND relname IN ('observations', 'transcripts', 'live')",
  );
  expect(dead).toEqual([]);
}, 60_000);

it("deletes a system in slices, with all its rows", async () => {
  expect(await deleteSystem(database, "long")).toBe(true);
  expect(Object.keys(await counted("observations")).sort()).toEqual(["brief", "good"]);
  expect(await counted("rejections")).toEqual({ brief: 1, good: 2 });
});
