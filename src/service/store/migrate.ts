import type { Database } from "./database.js";
import { migrations } from "./migrations/index.js";

/** The database was written by a newer telostat. */
export class NewerDatabase extends Error {
  override readonly name = "NewerDatabase";
}

/** Of the advisory lock under which one process at a time migrates: "telo" in ASCII. */
const LOCK = 0x74656c6f;

/**
 * Brings the tables up to `target`, default the newest: all missing migrations in one transaction, or none. Forward only.
 *
 * @returns names of the migrations that were applied.
 * @throws NewerDatabase where the tables are newer than this program.
 */
export function migrate(database: Database, target: number = migrations.length): Promise<string[]> {
  return database.transaction(async (tx) => {
    // Large tables take their time.
    await tx.query("SET LOCAL statement_timeout = 0");
    await tx.query("SELECT pg_advisory_xact_lock($1)", [LOCK]);
    await tx.query(
      "CREATE TABLE IF NOT EXISTS migrations (version integer PRIMARY KEY, name text NOT NULL, applied timestamptz NOT NULL DEFAULT now())",
    );
    const [row] = await tx.query<{ version: number | null }>(
      "SELECT max(version) AS version FROM migrations",
    );
    const version = row?.version ?? 0;
    if (version > migrations.length)
      throw new NewerDatabase(
        `the database is at version ${version}, this telostat knows ${migrations.length}: install the newer telostat again`,
      );
    const missing = migrations.slice(version, target);
    for (const [i, { name, sql }] of missing.entries()) {
      for (const statement of statements(sql)) await tx.query(statement);
      await tx.query("INSERT INTO migrations (version, name) VALUES ($1, $2)", [version + i + 1, name]);
    }
    return missing.map(({ name }) => name);
  });
}

/** A parameterised query holds one statement; the migrations have no semicolon but at the ends of theirs. */
const statements = (sql: string): string[] =>
  sql.split(/;\s*$/m).filter((statement) => statement.trim() !== "");
