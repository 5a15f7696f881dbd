/** A PostgreSQL database, embedded or on a server, behind one contract: the store's SQL runs on both. */
export interface Queries {
  /**
   * Rows of one parameterised statement.
   * @throws DatabaseUnavailable when the server cannot be reached or is shutting down: the statement may be tried again.
   */
  query<Row extends object>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
}

export interface Database extends Queries {
  readonly kind: "pglite" | "postgres";
  /** All of `work`, or none of it. Transactions of one process run beside each other on a server, in turn when embedded. */
  transaction<Result>(work: (queries: Queries) => Promise<Result>): Promise<Result>;
  /** @throws StorageFull where nothing new should be taken in: what is left is for what was taken in before. */
  ensureRoom(): Promise<void>;
  /** What a server does by itself: gives back the room of deleted rows and of the log. */
  maintain(): Promise<void>;
  close(): Promise<void>;
}

/** The database cannot be asked now; nothing that was acknowledged is lost. */
export class DatabaseUnavailable extends Error {
  override readonly name = "DatabaseUnavailable";
}

/** There is no room for what was to be written. */
export class StorageFull extends Error {
  override readonly name = "StorageFull";
}

/** Not the fault of what was asked: the same may succeed later. */
export const passes = (error: unknown): boolean =>
  error instanceof DatabaseUnavailable || error instanceof StorageFull;
