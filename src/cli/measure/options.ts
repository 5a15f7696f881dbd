import { InvalidArgumentError } from "commander";
import { csvFields, type GoalFields } from "../../ingest/index.js";
import type { Windowing } from "./windows.js";

/** Parser of a list of two or more goals: names between commas, in quotes where they hold commas themselves. */
export function goalList(text: string): string[] {
  const goals = names(text);
  if (goals.length < 2) throw new InvalidArgumentError("expected two or more goals between commas.");
  const twice = goals.find((goal, i) => goals.indexOf(goal) !== i);
  if (twice !== undefined) throw new InvalidArgumentError(`'${twice}' is there twice.`);
  return goals;
}

/** Parser of "goal=NAME", "count=NAME", "time=NAME" or several. */
export function columns(text: string): GoalFields {
  const fields: { goal?: string; count?: string; time?: string } = {};
  for (const item of names(text)) {
    const [key, name = ""] = item.split(/=(.*)/s);
    if ((key !== "goal" && key !== "count" && key !== "time") || name === "") {
      throw new InvalidArgumentError("expected goal=NAME, count=NAME, time=NAME or several between commas.");
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

const seconds: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3600, d: 86_400, w: 604_800 };

/** Parser of the size of a window: a whole number of observations, or a time such as 30min, 1h, 1d, 2w. */
export function windowing(text: string): Windowing {
  const [, digits = "", unit = ""] = /^\s*(\d+(?:\.\d+)?)\s*(s|min|h|d|w)?\s*$/.exec(text) ?? [];
  const size = Number(digits) * (seconds[unit] ?? 1);
  if (size > 0 && size <= 1e10 && (unit !== "" || Number.isInteger(size))) {
    return { by: unit === "" ? "observations" : "time", size };
  }
  throw new InvalidArgumentError(
    "expected a number of observations such as 100, or a time such as 30s, 15min, 1h, 1d, 1w.",
  );
}

/** Parser of "help=0.7,flatter=0.3". */
export function probabilities(text: string): Record<string, number> {
  const given: Record<string, number> = {};
  for (const item of names(text)) {
    const at = item.lastIndexOf("=");
    const [name, value] = [item.slice(0, at), Number(item.slice(at + 1))];
    if (
      at < 1 ||
      item.slice(at + 1).trim() === "" ||
      !(value > 0 && value <= 1) ||
      Object.hasOwn(given, name)
    ) {
      throw new InvalidArgumentError("expected class=PROBABILITY between commas, each above 0 and once.");
    }
    given[name] = value;
  }
  return given;
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
