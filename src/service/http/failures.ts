/** Failures are told each client in the shape that it reads, and described so. */
import { problemSchema } from "../../contracts/index.js";
import { mlflowFailures } from "./mlflow.js";
import { otlpFailures } from "./otlp.js";
import type { Failures } from "./problem.js";

/** RFC 9457. */
const problems: Failures = {
  speaks: () => true,
  name: "Problem",
  schema: problemSchema,
  types: ["application/problem+json"],
  answer: (problem) =>
    Response.json(problem.body(), {
      status: problem.status,
      headers: { ...problem.headers, "content-type": "application/problem+json" },
    }),
};

/** The last is that of every other path. */
export const allFailures: readonly Failures[] = [otlpFailures, mlflowFailures, problems];

export const failuresOf = (path: string): Failures => allFailures.find(({ speaks }) => speaks(path))!;
