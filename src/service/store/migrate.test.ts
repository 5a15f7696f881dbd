import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { FolderInUse } from "./folder-lock.js";
import { migrate } from "./migrate.js";
import { migrations } from "./migrations/index.js";
import { openPglite } from "./pglite.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "telostat-store-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it("migrates an empty database, once, and refuses a second process and a newer database", async () => {
  const database = await openPglite(folder);
  try {
    expect(await migrate(database, 1)).toEqual(["observations"]);
    await database.query("INSERT INTO systems (system, created, settings) VALUES ('a', 0, '{}')");
    expect(await migrate(database)).toEqual(migrations.slice(1).map(({ name }) => name));
    expect(await migrate(database)).toEqual([]);
    expect(await database.query("SELECT system, epoch, observed FROM systems")).toEqual([
      { system: "a", epoch: 1, observed: 0 },
    ]);
    await expect(openPglite(folder)).rejects.toThrow(FolderInUse);
    await database.query("INSERT INTO migrations (version, name) VALUES (99, 'later')");
    await expect(migrate(database)).rejects.toThrow(`version 99, this telostat knows ${migrations.length}`);
  } finally {
    await database.close();
  }
  expect(await readdir(folder)).toEqual(["postgres"]);
}, 60_000);
