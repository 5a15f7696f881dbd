import { Refusal } from "../../trainer/refusal.js";
import { HttpProblem } from "../problem.js";

const STATUS = { missing: 404, late: 409, taken: 409, invalid: 422 } as const;

/** A refusal as HTTP tells it; any other error as it is. */
export function refused(error: unknown): never {
  throw error instanceof Refusal ? new HttpProblem(STATUS[error.kind], error.message, error.position) : error;
}
