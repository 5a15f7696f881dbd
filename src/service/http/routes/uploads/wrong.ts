import { InputError, type Position } from "../../../../ingest/index.js";
import { HttpProblem } from "../../problem.js";

/** What positions call the file that was sent. */
export const SOURCE = "upload";

/** "upload:3", or "upload/samples/1_epoch_1.json:1:5". */
export const placeOf = ({ source, line, column }: Position): string =>
  [source, line, column].filter((part) => part !== undefined).join(":");

/** Reads, and tells what is wrong in the file as a problem with its place. @throws HttpProblem 422 */
export async function reading<T>(read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof InputError) throw new HttpProblem(422, error.message, placeOf(error.position));
    throw error;
  }
}
