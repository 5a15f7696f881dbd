import { PGlite } from "@electric-sql/pglite";
import type { Database, Queries } from "./database.js";
import { databaseError } from "./errors.js";
import { lockFolder } from "./folder-lock.js";

/**
 * PostgreSQL in this process, its files in `folder`; made where there are none. Every commit is on disk when it returns.
 *
 * @throws FolderInUse when another process has the folder open: two at once would corrupt it.
 */
export async function openPglite(folder: string): Promise<Database> {
  const unlock = await lockFolder(folder);
  try {
    const database = await PGlite.create(`file://${folder}/postgres`);
    return new Embedded(database, unlock);
  } catch (error) {
    await unlock();
    throw databaseError(error);
  }
}

class Embedded implements Database {
  readonly kind = "pglite";
  readonly #pglite: PGlite;
  readonly #unlock: () => Promise<void>;

  constructor(pglite: PGlite, unlock: () => Promise<void>) {
    this.#pglite = pglite;
    this.#unlock = unlock;
  }

  query<Row extends object>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return rows<Row>(this.#pglite.query<Row>(sql, [...parameters]));
  }

  async transaction<Result>(work: (queries: Queries) => Promise<Result>): Promise<Result> {
    try {
      return await this.#pglite.transaction((tx) =>
        work({ query: (sql, parameters = []) => rows(tx.query(sql, [...parameters])) } as Queries),
      );
    } catch (error) {
      throw databaseError(error);
    }
  }

  async close(): Promise<void> {
    await this.#pglite.close();
    await this.#unlock();
  }
}

async function rows<Row extends object>(result: Promise<{ rows: Row[] }>): Promise<Row[]> {
  try {
    return (await result).rows;
  } catch (error) {
    throw databaseError(error);
  }
}
