import type { Queries } from "./database.js";

export type Scope = "ingest" | "read" | "admin";

/** An API key as it is stored: not the key, but its SHA-256. */
export interface KeyRow {
  readonly id: string;
  readonly name: string;
  readonly scopes: Scope[];
  readonly created: number;
  readonly last_used: number | null;
}

const COLUMNS = "id, name, scopes, created, last_used";

export const insertKey = (
  db: Queries,
  { id, name, scopes, created }: Omit<KeyRow, "last_used">,
  hash: string,
) =>
  db.query("INSERT INTO keys (id, name, hash, scopes, created) VALUES ($1, $2, $3, $4, $5)", [
    id,
    name,
    hash,
    scopes,
    created,
  ]);

export const keyRows = (db: Queries): Promise<KeyRow[]> =>
  db.query<KeyRow>(`SELECT ${COLUMNS} FROM keys ORDER BY created, id`);

/** With their hashes, for the caller to compare in constant time. */
export const keysWithHash = (db: Queries): Promise<(KeyRow & { hash: string })[]> =>
  db.query<KeyRow & { hash: string }>(`SELECT ${COLUMNS}, hash FROM keys`);

export const markKeyUsed = (db: Queries, id: string, time: number) =>
  db.query("UPDATE keys SET last_used = $2 WHERE id = $1", [id, time]);

/** False where there is no such key. */
export async function deleteKey(db: Queries, id: string): Promise<boolean> {
  return (await db.query("DELETE FROM keys WHERE id = $1 RETURNING id", [id])).length > 0;
}
