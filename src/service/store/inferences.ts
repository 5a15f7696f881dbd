import type { Queries } from "./database.js";

/** What was learned in an epoch of a system; undefined at its beginning. */
export async function inferenceState<State>(
  tx: Queries,
  system: string,
  epoch: number,
): Promise<State | undefined> {
  const [row] = await tx.query<{ state: State }>(
    "SELECT state FROM inferences WHERE system = $1 AND epoch = $2",
    [system, epoch],
  );
  return row?.state;
}

/** Only the present epoch's is kept. */
export const saveInference = (tx: Queries, system: string, epoch: number, state: unknown) =>
  tx.query(
    `WITH gone AS (DELETE FROM inferences WHERE system = $1 AND epoch < $2)
     INSERT INTO inferences (system, epoch, state) VALUES ($1, $2, $3)
     ON CONFLICT (system, epoch) DO UPDATE SET state = excluded.state`,
    [system, epoch, JSON.stringify(state)],
  );
