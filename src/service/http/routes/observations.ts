import { randomUUID } from "node:crypto";
import {
  acceptedSchema,
  batchSchema,
  listQuerySchema,
  rejectionSchema,
  systemPathSchema,
} from "../../../contracts/index.js";
import { timeIfAny } from "../../../ingest/index.js";
import { rejectionRows } from "../../store/index.js";
import { HttpProblem } from "../problem.js";
import { type Route, route } from "../route.js";
import { countedWindows } from "./counted-windows.js";
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
    const { settings } = await known(service, system);
    const read = observations.map(({ time, count }, i) => ({ time: secondsOf(time, i), count }));
    const windows = countedWindows(settings, read);
    const { repeated } = await service.queue.append({
      partition: system,
      kind: "observations",
      id: batch,
      payload: { received: service.now(), observations },
      size: Math.max(observations.length, windows),
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

function secondsOf(time: number | string | undefined, i: number): number | undefined {
  if (time === undefined) return undefined;
  const seconds = timeIfAny(time);
  if (seconds !== undefined) return seconds;
  const position = `observations[${i}].time`;
  throw new HttpProblem(422, `${position}: expected seconds since 1970 or ISO 8601`, position);
}

export const observations: readonly Route[] = [send, rejections];
