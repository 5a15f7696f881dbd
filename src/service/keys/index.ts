import { migrate, openPglite, openPostgres } from "../store/index.js";
import { type By, listKeys, makeKey, removeKey } from "./manage.js";

export { idOf } from "./key.js";
export { KeyRing } from "./key-ring.js";
export { KeyRefused, listKeys, makeKey, removeKey } from "./manage.js";

/**
 * The keys of a service that does not run.
 *
 * @throws FolderInUse while it does: an embedded database has one owner.
 */
export async function openKeys(folder: string, url: string | undefined) {
  const database = url === undefined ? await openPglite(folder) : await openPostgres(url);
  await migrate(database);
  return {
    list: () => listKeys(database),
    make: (key: Parameters<typeof makeKey>[1], by: By) => makeKey(database, key, by),
    remove: (id: string, by: By) => removeKey(database, id, by),
    close: () => database.close(),
  };
}
