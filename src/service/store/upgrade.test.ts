import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { systemSettingsSchema } from "../../contracts/index.js";
import { alarmRow } from "./alarms.js";
import { migrate } from "./migrate.js";
import { migrations } from "./migrations/index.js";
import { openPglite } from "./pglite.js";
import { deleteSystem, epochRows, systemRow } from "./systems.js";
import { transcriptsBetween } from "./transcripts.js";

it("upgrades tables of earlier versions with what is in them", async () => {
  const folder = await mkdtemp(join(tmpdir(), "telostat-upgrade-"));
  const database = await openPglite(folder);
  const settings = (by: "time" | "observations") =>
    systemSettingsSchema.parse({ goals: ["a", "b"], intended: "a", window: { by, size: 10 } });
  try {
    await migrate(database, 2);
    const insert = (sql: string, ...values: unknown[]) => database.query(sql, values);
    for (const [name, by] of [
      ["timed.one", "time"],
      ["counted", "observations"],
    ] as const)
      await insert(
        "INSERT INTO systems (system, created, settings, epoch, observed) VALUES ($1, 5, $2, 3, 7)",
        name,
        JSON.stringify(settings(by)),
      );
    await insert(
      "INSERT INTO observations (system, id, time, received, goal, content) VALUES ('timed.one', 'o1', 100, 101, 'b', 'x')",
    );
    await insert(
      "INSERT INTO transcripts (system, id, time, goal, messages) VALUES ('timed.one', 'o1', 100, 'b', $1)",
      JSON.stringify([{ role: "user", text: "hi" }]),
    );
    await insert(
      "INSERT INTO alarms (id, system, state, raised_at, body) VALUES ('timed.one.2.entropy.1', 'timed.one', 'open', 9, '{}')",
    );
    await insert(
      "INSERT INTO queue (partition, kind, id, payload, size, appended) VALUES ('counted', 'observations', 'm', '{\"received\": 1}', 4, 1)",
    );

    expect(await migrate(database)).toEqual(migrations.slice(2).map(({ name }) => name));
    expect(await systemRow(database, "counted")).toMatchObject({ epoch: 3, observed: 7 });
    expect(await epochRows(database, "counted")).toEqual([
      { epoch: 3, settings: settings("observations"), since: 5 },
    ]);
    const place = { epoch: 3, from: 90, to: 110, intended: "a", most: 10 };
    expect(await transcriptsBetween(database, "timed.one", place)).toEqual([
      { id: "o1", time: 100, goal: "b", messages: [{ role: "user", text: "hi" }] },
    ]);
    expect((await alarmRow(database, "timed.one.2.entropy.1"))?.epoch).toBe(2);
    expect(await insert("SELECT payload, size FROM queue")).toEqual([{ payload: { received: 1 }, size: 4 }]);

    expect(await deleteSystem(database, "timed.one")).toBe(true);
    expect(await deleteSystem(database, "timed.one")).toBe(false);
    for (const table of ["observations", "transcripts", "alarms"])
      expect(await insert(`SELECT 1 FROM ${table}`)).toEqual([]);
  } finally {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);
