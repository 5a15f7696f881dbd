import type { Key, Scope } from "../../contracts/index.js";
import { type Database, deleteKey, insertAudit, insertKey, type KeyRow, keyRows } from "../store/index.js";
import { drawKey } from "./key.js";

/** The keys must go on being of use: why a change was refused. */
export class KeyRefused extends Error {
  override readonly name = "KeyRefused";
}

/** Who changes the keys, and when. */
export interface By {
  readonly actor: string;
  readonly time: number;
}

export const listKeys = async (database: Database): Promise<Key[]> =>
  (await keyRows(database)).map(({ id, name, scopes, created, last_used }) => ({
    id,
    name,
    scopes,
    created,
    lastUsed: last_used,
  }));

/**
 * Makes a key, which is told this once.
 *
 * @throws KeyRefused where no key is of scope admin, and this one would not be.
 */
export async function makeKey(
  database: Database,
  { name, scopes }: { readonly name: string; readonly scopes: Scope[] },
  { actor, time }: By,
): Promise<Key & { key: string }> {
  const { id, key, hash } = drawKey();
  await database.transaction(async (tx) => {
    if (!scopes.includes("admin") && !(await keyRows(tx)).some(mayAdminister))
      throw new KeyRefused("the first key must have the scope admin: without one nobody could make others");
    await insertKey(tx, { id, name, scopes, created: time }, hash);
    await insertAudit(tx, { time, actor, action: "make key", subject: id, detail: { name, scopes } });
  });
  return { id, name, scopes, created: time, lastUsed: null, key };
}

/**
 * Removes a key; false where there is none.
 *
 * @throws KeyRefused where it is the last of scope admin.
 */
export const removeKey = (database: Database, id: string, { actor, time }: By): Promise<boolean> =>
  database.transaction(async (tx) => {
    const rows = await keyRows(tx);
    const key = rows.find((row) => row.id === id);
    if (key === undefined) return false;
    if (rows.length > 1 && !rows.some((row) => row !== key && mayAdminister(row)))
      throw new KeyRefused("this is the last key of scope admin: make another, or remove the others first");
    await deleteKey(tx, id);
    await insertAudit(tx, { time, actor, action: "remove key", subject: id, detail: { name: key.name } });
    return true;
  });

const mayAdminister = ({ scopes }: KeyRow): boolean => scopes.includes("admin");
