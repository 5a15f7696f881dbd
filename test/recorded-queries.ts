/** Queries that are passed on, with what each was planned as and how much it answered. */
import type { Queries } from "../src/service/store/index.js";

export interface Recorded {
  readonly sql: string;
  /** The plan, with sequential scans only where there is no index that would do. */
  readonly plan: string;
  /** Characters of the answer as JSON. */
  readonly size: number;
}

export function recorded(db: Queries): Queries & { readonly seen: Recorded[] } {
  const seen: Recorded[] = [];
  return {
    seen,
    async query<Row extends object>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
      await db.query("SET enable_seqscan = off");
      const plan = await db.query<{ "QUERY PLAN": string }>(`EXPLAIN ${sql}`, parameters);
      const rows = await db.query<Row>(sql, parameters);
      await db.query("SET enable_seqscan = on");
      seen.push({
        sql,
        plan: plan.map((row) => row["QUERY PLAN"]).join("\n"),
        size: JSON.stringify(rows).length,
      });
      return rows;
    },
  };
}
