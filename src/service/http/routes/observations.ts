import { randomUUID } from "node:crypto";
import {
  acceptedSchema,
  batchSchema,
  listQuerySchema,
  rejectionSchema,
  systemPathSchema,
} from "../../../contracts/index.js";
import { timeIfAny } from "../../../ingest/index.js";
import { rejectionRows, systemExists } from "../../store/index.js";
import { HttpProblem, notFound } from "../problem.js";
import { type Route, route } from "../route.js";
import { known } from "./known.js";

const send = route(
  {
    method: "POST",
    path: "/api/v1/systems/{system}/observations",
    summary: "Takes a batch of observations; it is on disk when this answers",
    scope: "ingest",
    parameters: systemPathSchema,
    body: batchSchema,
    status: 202,
    answer: acceptedSchema,
  },
  async ({ service, parameters: { system }, body: { batch = randomUUID(), observations } }) => {
    if (!(await systemExists(service.database, system))) throw notFound(`system '${system}'`);
    observations.forEach(({ time }, i) => {
      if (time !== undefined && timeIfAny(time) === undefined)
        throw new HttpProblem(
          422,
          `observations[${i}].time: expected seconds since 1970 or ISO 8601`,
          `observations[${i}].time`,
        );
    });
    const { repeated } = await service.queue.append({
      partition: system,
      kind: "observations",
      id: batch,
      payload: { received: service.now(), observations },
      size: observations.length,
    });
    service.wake();
    return { system, batch, received: observations.length, repeated };
  },
);

const rejections = route(
  {
    method: "GET",
    path: "/api/v1/systems/{system}/rejections",
    summary: "Observations that were set aside, newest first",
    scope: "read",
    parameters: systemPathSchema,
    query: listQuerySchema,
    status: 200,
    answer: rejectionSchema.array(),
  },
  async ({ service, parameters: { system }, query: { most } }) => {
    await known(service, system);
    return rejectionRows(service.database, system, most);
  },
);

export const observations: readonly Route[] = [send, rejections];
