/** How MLflow's clients are told of failures: a code of theirs and a message. */
import { mlflowErrorSchema } from "../../contracts/index.js";
import { type Failures, type HttpProblem, NoSuchPath } from "./problem.js";

export const MLFLOW = "/api/2.0/mlflow";

export const mlflowFailures: Failures = {
  speaks: (path) => /^\/(ajax-)?api\/\d\.0\/mlflow/.test(path),
  name: "MlflowError",
  schema: mlflowErrorSchema,
  types: ["application/json"],
  answer(problem) {
    const { status, headers } = problem;
    return Response.json({ error_code: codeOf(problem), message: messageOf(problem) }, { status, headers });
  },
};

const codeOf = (problem: HttpProblem): string =>
  problem instanceof NoSuchPath ? "ENDPOINT_NOT_FOUND" : (CODES[problem.status] ?? "BAD_REQUEST");

const messageOf = (problem: HttpProblem): string =>
  problem instanceof NoSuchPath
    ? `telostat takes runs of MLflow with their metrics, parameters and tags, and no more: ${problem.message}`
    : problem.message;

/** By HTTP status, of `databricks.proto`'s ErrorCode. */
const CODES: Readonly<Record<number, string>> = {
  400: "INVALID_PARAMETER_VALUE",
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "RESOURCE_DOES_NOT_EXIST",
  409: "RESOURCE_ALREADY_EXISTS",
  422: "INVALID_PARAMETER_VALUE",
  429: "REQUEST_LIMIT_EXCEEDED",
  500: "INTERNAL_ERROR",
  503: "TEMPORARILY_UNAVAILABLE",
  507: "RESOURCE_LIMIT_EXCEEDED",
};
