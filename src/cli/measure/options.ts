import { InvalidArgumentError } from "commander";
import { csvFields, type GoalFields } from "../../ingest/index.js";

/** Parser of a list of two or more goals: names between commas, in quotes where they hold commas themselves. */
export function goalList(text: string): string[] {
  const goals = names(text);
  if (goals.length < 2) throw new InvalidArgumentError("expected two or more goals between commas.");
  const twice = goals.find((goal, i) => goals.indexOf(goal) !== i);
  if (twice !== undefined) throw new InvalidArgumentError(`'${twice}' is there twice.`);
  return goals;
}

/** Parser of "goal=NAME", "count=NAME" or both. */
export function columns(text: string): GoalFields {
  const fields: { goal?: string; count?: string } = {};
  for (const item of names(text)) {
    const [key, name = ""] = item.split(/=(.*)/s);
    if ((key !== "goal" && key !== "count") || name === "") {
      throw new InvalidArgumentError("expected goal=NAME, count=NAME or both between commas.");
    }
    fields[key] = name;
  }
  return fields;
}

/** Parser of an interval's coverage; above 0.999 it would take more draws than are worth their time. */
export function level(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value > 0 && value <= 0.999)) {
    throw new InvalidArgumentError("expected a number between 0 and 1, at most 0.999.");
  }
  return value;
}

function names(text: string): string[] {
  let fields: string[];
  try {
    fields = csvFields(text);
  } catch {
    throw new InvalidArgumentError("a quote is not closed.");
  }
  if (fields.some((field) => field === ""))
    throw new InvalidArgumentError("a name between commas is missing.");
  return fields;
}
