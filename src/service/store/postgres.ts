import { Pool, type PoolClient, types } from "pg";
import type { Database, Queries } from "./database.js";
import { databaseError } from "./errors.js";

/** Of a pool: the workers of the stream and some requests at once. */
const CONNECTIONS = 10;

/** Milliseconds: a statement that takes longer is ended by the server, and a transaction that nobody goes on with. */
const STATEMENT = 60_000;
const IDLE = 60_000;

/** A PostgreSQL server, by its connection URL. Connections that broke are replaced by themselves. */
export async function openPostgres(url: string): Promise<Database> {
  const pool = new Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: 5000,
    statement_timeout: STATEMENT,
    idle_in_transaction_session_timeout: IDLE,
    keepAlive: true,
    application_name: "telostat",
    // Counts fit a double: as a number, as PGlite gives them.
    types: {
      getTypeParser: (oid, format) =>
        oid === types.builtins.INT8 ? Number : types.getTypeParser(oid, format),
    },
  });
  // A connection that breaks is told by the query that meets it, and an idle one is replaced: as an event it is no one's.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  try {
    await pool.query("SELECT 1");
  } catch (error) {
    await pool.end();
    throw databaseError(error);
  }
  return new Server(pool);
}

class Server implements Database {
  readonly kind = "postgres";
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  query<Row extends object>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return run<Row>(this.#pool, sql, parameters);
  }

  async transaction<Result>(work: (queries: Queries) => Promise<Result>): Promise<Result> {
    const client = await this.#pool.connect().catch((error: unknown) => {
      throw databaseError(error);
    });
    let broken: Error | undefined;
    try {
      await run(client, "BEGIN");
      const result = await work({ query: (sql, parameters = []) => run(client, sql, parameters) });
      await run(client, "COMMIT");
      return result;
    } catch (error) {
      await run(client, "ROLLBACK").catch((lost: Error) => {
        broken = lost;
      });
      throw error;
    } finally {
      client.release(broken);
    }
  }

  /** The server refuses what it has no room for. */
  async ensureRoom(): Promise<void> {}

  /** The server's own autovacuum and checkpointer do it. */
  async maintain(): Promise<void> {}

  close(): Promise<void> {
    return this.#pool.end();
  }
}

async function run<Row extends object>(
  on: Pool | PoolClient,
  sql: string,
  parameters: readonly unknown[] = [],
): Promise<Row[]> {
  try {
    return (await on.query<Row & Record<string, unknown>>(sql, [...parameters])).rows;
  } catch (error) {
    throw databaseError(error);
  }
}
