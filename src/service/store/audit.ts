import type { Queries } from "./database.js";

/** Who changed what. */
export interface AuditRow {
  readonly time: number;
  /** Name of the key, or "loopback". */
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export const insertAudit = (db: Queries, { time, actor, action, subject, detail }: AuditRow) =>
  db.query("INSERT INTO audit (time, actor, action, subject, detail) VALUES ($1, $2, $3, $4, $5)", [
    time,
    actor,
    action,
    subject,
    JSON.stringify(detail),
  ]);

/** Newest first. */
export const auditRows = (db: Queries, most: number): Promise<AuditRow[]> =>
  db.query<AuditRow>(
    "SELECT time, actor, action, subject, detail FROM audit ORDER BY sequence DESC LIMIT $1",
    [most],
  );
