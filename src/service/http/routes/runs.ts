import {
  logBatchSchema,
  loggedSchema,
  runPathSchema,
  runSchema,
  runSettingsSchema,
  trainerAnswerSchema,
  trainerStepSchema,
} from "../../../contracts/index.js";
import { answerStep } from "../../trainer/answer.js";
import { Refusal } from "../../trainer/refusal.js";
import { describeRun, logBatch, putRun } from "../../trainer/runs.js";
import { HttpProblem } from "../problem.js";
import { type Route, route } from "../route.js";

const get = route(
  {
    method: "GET",
    path: "/api/v1/runs/{run}",
    summary: "A training run, its policy and the latest answer",
    scope: "read",
    parameters: runPathSchema,
    status: 200,
    answer: runSchema,
  },
  ({ service: { database }, parameters: { run } }) => describeRun(database, run).catch(refused),
);

const put = route(
  {
    method: "PUT",
    path: "/api/v1/runs/{run}",
    summary: "Makes a training run, or changes its policy: another takes over at the gamma answered last",
    scope: "ingest",
    parameters: runPathSchema,
    body: runSettingsSchema,
    status: 200,
    answer: runSchema,
  },
  async ({ service, actor, parameters: { run }, body }) => {
    const by = { actor, time: service.now() };
    const description = await putRun(service.database, run, body, by).catch(refused);
    service.announce();
    return description;
  },
);

const step = route(
  {
    method: "POST",
    path: "/api/v1/runs/{run}/steps",
    summary: "Takes what a trainer measured and answers gamma; the same answer when a step is sent again",
    scope: "ingest",
    parameters: runPathSchema,
    body: trainerStepSchema,
    status: 200,
    answer: trainerAnswerSchema,
  },
  async ({ service, parameters: { run }, body }) => {
    const answer = await answerStep(service.database, run, body, service.now()).catch(refused);
    service.announce();
    return answer;
  },
);

const log = route(
  {
    method: "POST",
    path: "/api/2.0/mlflow/runs/log-batch",
    summary: "MLflow's log-batch: metrics of a run that is here, by its name as run_id",
    scope: "ingest",
    body: logBatchSchema,
    status: 200,
    answer: loggedSchema,
  },
  async ({ service, body }) => {
    await logBatch(service.database, body, service.now()).catch(refused);
    service.announce();
    return {};
  },
);

export const runs: readonly Route[] = [get, put, step, log];

const STATUS = { missing: 404, late: 409, invalid: 422 } as const;

function refused(error: unknown): never {
  throw error instanceof Refusal ? new HttpProblem(STATUS[error.kind], error.message, error.position) : error;
}
