import { TooManyWindows, windowsClosed } from "../../stream/window-limit.js";
import { HttpProblem } from "../problem.js";

/**
 * Windows that a batch closes at most: what it counts for in the queue, where that is more than its observations.
 *
 * @throws HttpProblem 422 where they are too many to be taken at once.
 */
export const countedWindows = (...batch: Parameters<typeof windowsClosed>): number =>
  fewEnough(
    () => windowsClosed(...batch),
    (index) => `observations[${index}].count`,
  );

/**
 * @param place of a single observation that is too much.
 * @throws HttpProblem 422
 */
export function fewEnough<Result>(count: () => Result, place: (index: number) => string): Result {
  try {
    return count();
  } catch (error) {
    if (!(error instanceof TooManyWindows)) throw error;
    const { index, message } = error;
    throw new HttpProblem(422, message, index === undefined ? "observations" : place(index));
  }
}
