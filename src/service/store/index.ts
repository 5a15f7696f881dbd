export { type Database, DatabaseUnavailable, type Queries, StorageFull } from "./database.js";
export { FolderInUse } from "./folder-lock.js";
export { migrate, NewerDatabase } from "./migrate.js";
export {
  deleteObservationsBefore,
  insertObservations,
  knownContents,
  type ObservationRow,
} from "./observations.js";
export { openPglite } from "./pglite.js";
export { openPostgres } from "./postgres.js";
export {
  deleteSystem,
  insertSystem,
  lockedSystem,
  type Progress,
  type SystemRow,
  saveProgress,
  systemRow,
  systemRows,
  updateSettings,
} from "./systems.js";
export { insertWindows, latestWindows, windowsBetween } from "./windows.js";
