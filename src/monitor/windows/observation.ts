/**
 * What a monitor is given: a goal that was seen, `count` times, or with how much probability it was each of the goals.
 * A repeat of an id that was accepted is ignored; with other content it is refused.
 */
export interface Observation {
  readonly id?: string | undefined;
  /** Seconds, in whatever scale the windows are; windows by observations do not read it. */
  readonly time?: number | undefined;
  readonly goal?: string | undefined;
  /** Times that `goal` was seen. Default 1. */
  readonly count?: number | undefined;
  /** In the place of `goal`: p(goal), summing to one within 0.01; goals not named have 0. */
  readonly probabilities?: Readonly<Record<string, number>> | undefined;
}

/** Why an observation was set aside. */
export type RejectionReason =
  | "unreadable"
  | "unknown-goal"
  | "bad-probabilities"
  | "bad-time"
  | "late"
  | "ahead"
  | "id-conflict";

export interface Rejection {
  /** Which of the observations of the call. */
  readonly index: number;
  readonly reason: RejectionReason;
  readonly message: string;
}

/** An observation with its goals as numbers: either one goal, or a weight for each. */
export interface Content {
  readonly goal: number;
  readonly count: number;
  readonly weights: readonly number[] | null;
}

/** By how much probabilities may miss a sum of one, as they do when they were rounded; they are scaled then. */
const rounding = 0.01;

/** Reads observations against the goals that there are; what is wrong comes back as a rejection without its index. */
export function contentReader(
  goals: readonly string[],
): (observation: Observation) => Content | Omit<Rejection, "index"> {
  const places = new Map(goals.map((goal, place) => [goal, place]));
  const unknown = (goal: string) => ({
    reason: "unknown-goal" as const,
    message: `goal ${JSON.stringify(goal.slice(0, 100))} is none of ${goals.slice(0, 10).join(", ")}${goals.length > 10 ? ", ..." : ""}`,
  });

  function weights(probabilities: Readonly<Record<string, number>>): Content | Omit<Rejection, "index"> {
    const read = goals.map(() => 0);
    let total = 0;
    for (const [goal, p] of Object.entries(probabilities)) {
      const place = places.get(goal);
      if (place === undefined) return unknown(goal);
      if (!(p >= 0 && p <= 1))
        return bad("bad-probabilities", `probability of ${goal}: expected 0 to 1, got ${p}`);
      read[place] = p;
      total += p;
    }
    if (!(Math.abs(total - 1) <= rounding))
      return bad("bad-probabilities", `probabilities sum to ${total}; expected 1`);
    return { goal: -1, count: 1, weights: read.map((p) => p / total) };
  }

  return ({ goal, count = 1, probabilities }) => {
    if ((goal === undefined) === (probabilities === undefined))
      return bad("unreadable", "expected a goal, or probabilities of goals");
    if (goal === undefined) return weights(probabilities!);
    if (!(Number.isSafeInteger(count) && count >= 0))
      return bad("unreadable", `count: expected a whole number from 0 to 2^53 - 1, got ${count}`);
    const place = places.get(goal);
    return place === undefined ? unknown(goal) : { goal: place, count, weights: null };
  };
}

const bad = (reason: RejectionReason, message: string): Omit<Rejection, "index"> => ({ reason, message });
