import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { migrate } from "./migrate.js";
import { openPglite } from "./pglite.js";

it("goes on from a copy of its folder that was made while it was stopped", async () => {
  const folder = await mkdtemp(join(tmpdir(), "telostat-backup-"));
  const copy = `${folder}-copy`;
  try {
    const database = await openPglite(folder);
    await migrate(database);
    await database.query("INSERT INTO systems (system, created, settings) VALUES ('bot', 1, '{}')");
    await database.close();
    await cp(folder, copy, { recursive: true });

    const again = await openPglite(folder);
    await again.query("DELETE FROM systems");
    await again.close();
    const restored = await openPglite(copy);
    expect(await migrate(restored)).toEqual([]);
    expect(await restored.query("SELECT system FROM systems")).toEqual([{ system: "bot" }]);
    await restored.close();
  } finally {
    for (const each of [folder, copy]) await rm(each, { recursive: true, force: true });
  }
}, 60_000);
