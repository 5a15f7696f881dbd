import {
  runPathSchema,
  runSchema,
  runSettingsSchema,
  trainerAnswerSchema,
  trainerStepSchema,
} from "../../../contracts/index.js";
import { answerStep } from "../../trainer/answer.js";
import { describeRun, putRun } from "../../trainer/runs.js";
import { type Route, route } from "../route.js";
import { refused } from "./refused.js";

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

export const runs: readonly Route[] = [get, put, step];
