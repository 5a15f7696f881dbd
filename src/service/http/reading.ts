import type { Schema } from "../../contracts/index.js";
import { positionOf } from "../position.js";
import { HttpProblem } from "./problem.js";

/** `value` by its schema; what is wrong is told with its position, the first thing first. */
export function read(schema: Schema | undefined, value: unknown, where: "path" | "query" | "body"): unknown {
  if (schema === undefined) return undefined;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const position = positionOf(issue?.path ?? []);
  throw new HttpProblem(
    where === "path" ? 404 : where === "query" ? 400 : 422,
    `${position === "" ? where : position}: ${issue?.message ?? "not as expected"}`,
    position === "" ? where : position,
  );
}
