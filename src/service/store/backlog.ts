import type { Queries } from "./database.js";

/** What waits and what was given up: messages that came in, and notices that go out. */
export interface Backlog {
  readonly deadLetters: number;
  readonly deliveriesWaiting: number;
  readonly deliveriesFailed: number;
}

export async function backlog(db: Queries): Promise<Backlog> {
  const [row] = await db.query<Backlog>(
    `SELECT (SELECT count(*) FROM dead_letters) AS "deadLetters",
       (SELECT count(*) FROM deliveries WHERE state = 'waiting') AS "deliveriesWaiting",
       (SELECT count(*) FROM deliveries WHERE state = 'failed') AS "deliveriesFailed"`,
  );
  return row!;
}
