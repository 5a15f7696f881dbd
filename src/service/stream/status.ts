import type { SystemStatus } from "../../contracts/index.js";
import type { MonitorState } from "../../monitor/index.js";

/** An alarm outweighs what other rules say. */
const order: readonly SystemStatus[] = ["alarm", "warning", "paused", "no-data", "ok"];

/** The status of a system whose rules have these; "ok" where there is none. */
export const worst = (statuses: readonly SystemStatus[]): SystemStatus =>
  order.find((status) => statuses.includes(status)) ?? "ok";

export const statusOf = ({ stability }: MonitorState): SystemStatus =>
  worst(stability.rules.map(({ life }) => life.status));
