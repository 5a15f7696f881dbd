import type { SystemOverview, SystemStatus } from "../../contracts/index.js";

const order: readonly SystemStatus[] = ["alarm", "warning", "no-data", "ok", "paused"];

/** What wants to be looked at comes first; then by title. */
export const byUrgency = (
  a: Pick<SystemOverview, "status" | "title">,
  b: Pick<SystemOverview, "status" | "title">,
): number => order.indexOf(a.status) - order.indexOf(b.status) || a.title.localeCompare(b.title);
