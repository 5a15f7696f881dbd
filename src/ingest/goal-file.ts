import { type GoalFile, goalFileSchema } from "../contracts/index.js";
import { parseText, readDocument } from "./document.js";
import type { Input } from "./input.js";

/** Reads a goal file, YAML or JSON. @throws InputError at the line of the first thing that is wrong. */
export async function readGoalFile(input: Input): Promise<GoalFile> {
  const { value } = await readDocument(input, goalFileSchema, "a goal file");
  return value;
}

/** The same of text. @param name what messages call it. */
export const parseGoalFile = (text: string, name: string): GoalFile =>
  parseText(text, name, goalFileSchema, "a goal file").value;
