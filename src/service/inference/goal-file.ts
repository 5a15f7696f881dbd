/** The goal file in a system's settings: read, and held against the goals that the settings name. */
import { type GoalFile, goalFileSchema, type SystemSettings } from "../../contracts/index.js";
import { NONE_OF_THESE } from "../../goals/index.js";
import { InputError, parseGoalFile } from "../../ingest/index.js";
import { positionOf } from "../position.js";

/** A goal file that is none, or not of this system. */
export class WrongGoalFile extends Error {
  override readonly name = "WrongGoalFile";
  /** Where in the settings; in text the line and column behind it: "goalFile:5:35". */
  readonly position: string;

  constructor(message: string, position: string) {
    super(message);
    this.position = position;
  }
}

/** The goal file of a system, undefined where it has none. @throws WrongGoalFile */
export function goalFileOf({ goalFile }: Pick<SystemSettings, "goalFile">): GoalFile | undefined {
  if (goalFile === undefined) return undefined;
  if (typeof goalFile === "string") return fromText(goalFile);
  const { data, error } = goalFileSchema.safeParse(goalFile);
  if (data !== undefined) return data;
  const [issue] = error?.issues ?? [];
  const position = positionOf(["goalFile", ...(issue?.path ?? [])]);
  throw new WrongGoalFile(`${position}: ${issue?.message ?? "not a goal file"}`, position);
}

function fromText(text: string): GoalFile {
  try {
    return parseGoalFile(text, "goalFile");
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const { source, line, column } = error.position;
    throw new WrongGoalFile(
      error.message,
      [source, line, column].filter((part) => part !== undefined).join(":"),
    );
  }
}

/** The goals that conversations may be inferred to have. */
export const goalNames = ({ goals }: GoalFile): string[] => [
  ...goals.map(({ name }) => name),
  NONE_OF_THESE.name,
];

/** @throws WrongGoalFile where the settings name other goals than their goal file, or another intended one. */
export function checkGoals({ goals, intended }: SystemSettings, file: GoalFile): void {
  const names = goalNames(file);
  const wrong = names.find((name) => !goals.includes(name)) ?? goals.find((name) => !names.includes(name));
  if (wrong !== undefined)
    throw new WrongGoalFile(
      `goals: expected those of the goal file and "none of these", ${JSON.stringify(names)}; see ${JSON.stringify(wrong)}`,
      "goals",
    );
  if (file.intended !== undefined && file.intended !== intended)
    throw new WrongGoalFile(
      `goalFile.intended: ${JSON.stringify(file.intended)} is not what the settings intend, ${JSON.stringify(intended)}`,
      "goalFile.intended",
    );
}
