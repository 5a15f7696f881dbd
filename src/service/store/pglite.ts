import { PGlite } from "@electric-sql/pglite";
import { type Database, DatabaseUnavailable, type Queries, StorageFull } from "./database.js";
import { databaseError } from "./errors.js";
import { lockFolder } from "./folder-lock.js";
import { Room } from "./room.js";
import { SyncedFolder } from "./synced-folder.js";

/**
 * PostgreSQL in this process, its files in `folder`; made where there are none. Every commit is on disk when it returns.
 *
 * @throws FolderInUse when another process has the folder open: two at once would corrupt it.
 * @throws StorageFull
 */
export async function openPglite(folder: string): Promise<Database> {
  const unlock = await lockFolder(folder);
  const room = new Room(folder);
  try {
    await room.ensure("working");
    return new Embedded(folder, await start(folder), room, unlock);
  } catch (error) {
    await unlock();
    throw databaseError(error);
  }
}

/** PGlite switches fsync off ("-F"), and knows no fdatasync. A small log leaves a small disk its room. */
const START = [
  ...PGlite.defaultStartParams.filter((word) => word !== "-F"),
  ...["wal_sync_method=fsync", "min_wal_size=32MB", "max_wal_size=128MB"].flatMap((setting) => [
    "-c",
    setting,
  ]),
];

const start = (folder: string): Promise<PGlite> =>
  PGlite.create({ fs: new SyncedFolder(`${folder}/postgres`), startParams: START });

/** Milliseconds between attempts to start again after PostgreSQL stopped. */
const AGAIN = 1000;

/**
 * Tables that autovacuum would see to, by its own thresholds (PostgreSQL, "The Autovacuum Daemon"); for rows that were only
 * added just the one that is read by its index alone.
 */
const WORN = `
  SELECT quote_ident(relname) AS "table", worn, changed
  FROM (SELECT stat.relname, n_mod_since_analyze > 50 + 0.1 * greatest(reltuples, 0) AS changed,
          n_dead_tup > 50 + 0.2 * greatest(reltuples, 0)
            OR stat.relname = 'windows' AND n_ins_since_vacuum > 1000 + 0.2 * greatest(reltuples, 0) AS worn
        FROM pg_stat_user_tables stat JOIN pg_class ON pg_class.oid = relid) counted
  WHERE worn OR changed`;

interface Worn {
  readonly table: string;
  readonly worn: boolean;
  readonly changed: boolean;
}

class Embedded implements Database {
  readonly kind = "pglite";
  readonly #folder: string;
  readonly #room: Room;
  readonly #unlock: () => Promise<void>;
  #pglite: Promise<PGlite>;
  #started = performance.now();

  constructor(folder: string, pglite: PGlite, room: Room, unlock: () => Promise<void>) {
    this.#folder = folder;
    this.#pglite = Promise.resolve(pglite);
    this.#room = room;
    this.#unlock = unlock;
  }

  query<Row extends object>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return this.#use(async (pglite) => (await pglite.query<Row>(sql, [...parameters])).rows);
  }

  async transaction<Result>(work: (queries: Queries) => Promise<Result>): Promise<Result> {
    await this.#room.ensure("working");
    return this.#use((pglite) =>
      pglite.transaction((tx) =>
        work({
          query: async <Row extends object>(sql: string, parameters: readonly unknown[] = []) =>
            (await tx.query<Row>(sql, [...parameters]).catch(rethrow)).rows,
        }),
      ),
    );
  }

  ensureRoom(): Promise<void> {
    return this.#room.ensure("taking");
  }

  /** In one process PostgreSQL has no checkpointer and no autovacuum: without these its log and its tables only grow. */
  async maintain(): Promise<void> {
    await this.query("CHECKPOINT");
    await this.query("SELECT pg_stat_force_next_flush()");
    for (const { table, worn, changed } of await this.query<Worn>(WORN)) {
      if (worn) await this.query(`VACUUM ${table}`);
      if (changed) await this.query(`ANALYZE ${table}`);
    }
  }

  async close(): Promise<void> {
    await this.#pglite.then((pglite) => pglite.close()).catch(() => {});
    await this.#unlock();
  }

  /** PostgreSQL that met a full disk or a fault of its own stops for good (PANIC, FATAL): it is started again from its log. */
  async #use<Result>(work: (pglite: PGlite) => Promise<Result>): Promise<Result> {
    const running = this.#pglite;
    try {
      return await work(await running);
    } catch (error) {
      if (stopped(error) && this.#pglite === running) {
        const wait = Math.max(0, this.#started + AGAIN - performance.now());
        this.#pglite = new Promise((resolve) => setTimeout(resolve, wait)).then(() => {
          this.#started = performance.now();
          return start(this.#folder).catch((cause: unknown) => {
            throw new Stopped(cause);
          });
        });
        this.#pglite.catch(() => {});
      }
      throw readable(error);
    }
  }
}

/** PostgreSQL could not be started again. */
class Stopped extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function stopped(error: unknown): boolean {
  if (error instanceof Stopped || isTrap(error)) return true;
  const { severity, cause } = error as { severity?: unknown; cause?: unknown };
  return severity === "PANIC" || severity === "FATAL" || (cause !== undefined && stopped(cause));
}

/** WebAssembly stopped: there is no type for it without the browser's. */
const isTrap = (error: unknown): boolean => (error as Error | null)?.name === "RuntimeError";

function readable(error: unknown): unknown {
  const told = databaseError(error instanceof Stopped ? error.cause : error);
  return stopped(error) && !(told instanceof StorageFull)
    ? new DatabaseUnavailable(`the database stopped and is started again: ${(error as Error).message}`, {
        cause: error,
      })
    : told;
}

const rethrow = (error: unknown): never => {
  throw databaseError(error);
};
