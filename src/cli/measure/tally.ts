import { type GoalRecord, InputError, printable, quoted } from "../../ingest/index.js";

/** How often each goal was seen; `goals` are in the order of the declaration, else of first sight. */
export interface Tally {
  readonly goals: readonly string[];
  readonly counts: readonly number[];
  /** Observations, the sum of `counts`. */
  readonly n: number;
}

/** Most different goals: beyond it a column holds identifiers or prose rather than goals. */
export const mostGoals = 10_000;

/** Most observations: beyond it the incomplete beta function behind the intervals of p(g) loses digits. */
export const mostObservations = 1e10;

/**
 * Counts records by goal. With `declared` goals, all of them are in the result and no other may occur.
 *
 * Throws `InputError` at a goal that was not declared, or where a limit above is passed.
 */
export async function tallyGoals(
  records: AsyncIterable<GoalRecord>,
  source: string,
  declared: readonly string[] = [],
): Promise<Tally> {
  const counts = new Map<string, number>(declared.map((goal) => [goal, 0]));
  let n = 0;
  for await (const { goal, count, line } of records) {
    const before = counts.get(goal);
    if (before === undefined && declared.length > 0) {
      const names = declared.slice(0, 10).map(printable).join(", ");
      const more = declared.length > 10 ? ", ..." : "";
      throw new InputError({ source, line }, `goal ${quoted(goal)} is not one of --goals: ${names}${more}`);
    }
    counts.set(goal, (before ?? 0) + count);
    n += count;
    if (counts.size > mostGoals) {
      throw new InputError(
        { source, line },
        `more than ${mostGoals} different goals; is this the column of goals?`,
      );
    }
    if (n > mostObservations) {
      throw new InputError({ source, line }, `the counts add up to more than ${mostObservations}`);
    }
  }
  return { goals: [...counts.keys()], counts: [...counts.values()], n };
}
