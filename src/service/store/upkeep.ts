import type { Database } from "./database.js";
import { deleteObservationsBefore } from "./observations.js";

const HOUR = 3600;
const DAY = 24 * HOUR;

const OPEN = "alarm IN (SELECT id FROM alarms WHERE state = 'open')";

/** What is kept for a while only: table, the time of a row, and for how long. */
const KEPT = [
  // For pages that lost their connection.
  { table: "live", time: "time", seconds: HOUR },
  // A batch that is sent again later than this is known by the ids of its observations alone.
  { table: "taken", time: "appended", seconds: 7 * DAY },
  // What no evaluation named by then; observations have their own copy.
  { table: "conversations", time: "updated", seconds: 7 * DAY },
  { table: "conversation_names", time: "updated", seconds: 7 * DAY },
  { table: "awaited_conversations", time: "updated", seconds: 7 * DAY },
  {
    table: "deliveries",
    time: "created",
    seconds: 30 * DAY,
    where: `state <> 'waiting' AND NOT (state = 'standing' AND ${OPEN})`,
  },
] as const;

/** Deletes what has been kept for long enough; what systems keep, by the `retentionDays` of each. */
export async function deleteBefore(
  database: Database,
  now: number,
  systems: readonly { readonly system: string; readonly retentionDays: number }[],
): Promise<void> {
  for (const { table, time, seconds, ...rest } of KEPT)
    await database.query(
      `DELETE FROM ${table} WHERE ${time} < $1 ${"where" in rest ? `AND ${rest.where}` : ""}`,
      [now - seconds],
    );
  for (const { system, retentionDays } of systems) {
    const before = now - retentionDays * DAY;
    await deleteObservationsBefore(database, system, before);
    await database.query("DELETE FROM rejections WHERE system = $1 AND received < $2", [system, before]);
    await database.query("DELETE FROM dead_letters WHERE partition = $1 AND failed < $2", [system, before]);
  }
}
