import { type GoalFile, goalFileSchema } from "../contracts/index.js";
import { readDocument } from "./document.js";
import type { Input } from "./input.js";

/** Reads a goal file, YAML or JSON. @throws InputError at the line of the first thing that is wrong. */
export async function readGoalFile(input: Input): Promise<GoalFile> {
  const { value } = await readDocument(input, goalFileSchema, "a goal file");
  return value;
}
