/** As much of MLflow's tracking API (REST, version 2.0) as a trainer that logs to it needs. */
import {
  createExperimentSchema,
  createMlflowRunSchema,
  experimentAnswerSchema,
  experimentNameQuerySchema,
  experimentQuerySchema,
  type LogBatch,
  logBatchSchema,
  loggedSchema,
  logMetricSchema,
  logParameterSchema,
  mlflowRunAnswerSchema,
  mlflowRunInfoAnswerSchema,
  mlflowRunQuerySchema,
  setTagSchema,
  updateMlflowRunSchema,
} from "../../../contracts/index.js";
import { createExperiment, describeExperiment, experimentNamed, systemOf } from "../../mlflow/experiments.js";
import { createRun, describeRun, logBatch, updateRun } from "../../mlflow/runs.js";
import type { Service } from "../../service.js";
import { MLFLOW } from "../mlflow.js";
import { type Route, route } from "../route.js";
import { refused } from "./refused.js";

const experimentByName = route(
  {
    method: "GET",
    path: `${MLFLOW}/experiments/get-by-name`,
    summary: "MLflow: the system of that name, as an experiment",
    scope: "ingest",
    query: experimentNameQuerySchema,
    status: 200,
    answer: experimentAnswerSchema,
  },
  ({ service: { database }, query: { experiment_name } }) =>
    experimentNamed(database, experiment_name).catch(refused),
);

const experiment = route(
  {
    method: "GET",
    path: `${MLFLOW}/experiments/get`,
    summary: "MLflow: a system, as an experiment",
    scope: "ingest",
    query: experimentQuerySchema,
    status: 200,
    answer: experimentAnswerSchema,
  },
  ({ service: { database }, query: { experiment_id } }) =>
    systemOf(database, experiment_id).then(describeExperiment).catch(refused),
);

const newExperiment = route(
  {
    method: "POST",
    path: `${MLFLOW}/experiments/create`,
    summary: "MLflow: refused with what to do, since a system needs its goals",
    scope: "ingest",
    body: createExperimentSchema,
    status: 200,
    answer: experimentAnswerSchema,
  },
  ({ service: { database }, body: { name } }) => createExperiment(database, name).catch(refused),
);

const newRun = route(
  {
    method: "POST",
    path: `${MLFLOW}/runs/create`,
    summary: "MLflow: makes a run that only logs, of the system that the experiment is",
    scope: "ingest",
    body: createMlflowRunSchema,
    status: 200,
    answer: mlflowRunAnswerSchema,
  },
  async ({ service, actor, body }) => ({
    run: await createRun(service.database, body, { actor, time: service.now() }).catch(refused),
  }),
);

const getRun = route(
  {
    method: "GET",
    path: `${MLFLOW}/runs/get`,
    summary: "MLflow: a run with its parameters, tags and the latest of its metrics",
    scope: "ingest",
    query: mlflowRunQuerySchema,
    status: 200,
    answer: mlflowRunAnswerSchema,
  },
  async ({ service: { database }, query: { run_id } }) => ({
    run: await describeRun(database, run_id).catch(refused),
  }),
);

const update = route(
  {
    method: "POST",
    path: `${MLFLOW}/runs/update`,
    summary: "MLflow: the state, the end or the name of a run",
    scope: "ingest",
    body: updateMlflowRunSchema,
    status: 200,
    answer: mlflowRunInfoAnswerSchema,
  },
  async ({ service: { database }, body }) => ({
    run_info: await updateRun(database, body).catch(refused),
  }),
);

const logged = async (service: Service, batch: LogBatch) => {
  await logBatch(service.database, batch, service.now()).catch(refused);
  if (batch.metrics.length > 0) service.announce();
  return {};
};

const batch = route(
  {
    method: "POST",
    path: `${MLFLOW}/runs/log-batch`,
    summary: "MLflow: metrics, parameters and tags of a run",
    scope: "ingest",
    body: logBatchSchema,
    status: 200,
    answer: loggedSchema,
  },
  ({ service, body }) => logged(service, body),
);

const metric = route(
  {
    method: "POST",
    path: `${MLFLOW}/runs/log-metric`,
    summary: "MLflow: one metric of a run",
    scope: "ingest",
    body: logMetricSchema,
    status: 200,
    answer: loggedSchema,
  },
  ({ service, body: { run_id, ...metric } }) =>
    logged(service, { run_id, metrics: [metric], params: [], tags: [] }),
);

const parameter = route(
  {
    method: "POST",
    path: `${MLFLOW}/runs/log-parameter`,
    summary: "MLflow: one parameter of a run",
    scope: "ingest",
    body: logParameterSchema,
    status: 200,
    answer: loggedSchema,
  },
  ({ service, body: { run_id, ...parameter } }) =>
    logged(service, { run_id, metrics: [], params: [parameter], tags: [] }),
);

const tag = route(
  {
    method: "POST",
    path: `${MLFLOW}/runs/set-tag`,
    summary: "MLflow: one tag of a run",
    scope: "ingest",
    body: setTagSchema,
    status: 200,
    answer: loggedSchema,
  },
  ({ service, body: { run_id, ...tag } }) =>
    logged(service, { run_id, metrics: [], params: [], tags: [tag] }),
);

export const mlflow: readonly Route[] = [
  experimentByName,
  experiment,
  newExperiment,
  newRun,
  getRun,
  update,
  batch,
  metric,
  parameter,
  tag,
];
