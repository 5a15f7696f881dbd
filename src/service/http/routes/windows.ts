import { randomUUID } from "node:crypto";
import {
  eventSchema,
  newEventSchema,
  seriesQuerySchema,
  seriesSchema,
  systemPathSchema,
} from "../../../contracts/index.js";
import { timeIfAny } from "../../../ingest/index.js";
import { withWork } from "../../insight/work.js";
import { epochRows, eventsBetween, insertEventOnce, insertLive, runsOf } from "../../store/index.js";
import { thinnedWindows } from "../../stream/series.js";
import { goalsOf } from "../../stream/system-monitor.js";
import { HttpProblem, notFound } from "../problem.js";
import { type Route, route } from "../route.js";
import { known } from "./known.js";

/** Points of training, and marks, that are drawn at most. */
const TRAINING = 2000;
const MARKS = 2000;

const series = route(
  {
    method: "GET",
    path: "/api/v1/systems/{system}/series",
    summary: "S(t), fidelity and drift by window, with the marks on them",
    scope: "read",
    parameters: systemPathSchema,
    query: seriesQuerySchema,
    status: 200,
    answer: seriesSchema,
  },
  async ({ service, parameters: { system }, query }) => {
    const { database } = service;
    const present = await known(service, system);
    const [from, to] = [seconds(query.from, "from", 400), seconds(query.to, "to", 400)];
    const epochs = (await epochRows(database, system)).map(({ settings, ...epoch }) => ({
      ...epoch,
      unit: settings.window.by === "time" ? ("seconds" as const) : ("observations" as const),
      goals: goalsOf(settings),
    }));
    const { settings } = present;
    const asked = epochs.find(({ epoch }) => epoch === (query.epoch ?? present.epoch));
    if (asked === undefined) throw notFound(`epoch ${query.epoch} of system '${system}'`);
    const { epoch, unit, goals } = asked;
    const byTime = unit === "seconds";
    const { windows, thinned } = await thinnedWindows(database, { system, epoch, from, to }, query.points);
    return {
      system,
      epoch,
      epochs,
      unit,
      goals,
      windows: windows.map((window) => withWork(window, settings)),
      thinned,
      events: await eventsBetween(
        database,
        system,
        byTime ? from : undefined,
        byTime ? to : undefined,
        MARKS,
      ),
      training: await runsOf(database, system, TRAINING),
    };
  },
);

const mark = route(
  {
    method: "POST",
    path: "/api/v1/systems/{system}/events",
    summary: "Marks a deployment, a change of policy or a note on the series",
    scope: "ingest",
    parameters: systemPathSchema,
    body: newEventSchema,
    status: 201,
    answer: eventSchema,
  },
  async ({ service, parameters: { system }, body: { id = randomUUID(), time, kind, text } }) => {
    await known(service, system);
    const { database, now } = service;
    const at = seconds(time, "time", 422) ?? now();
    const event = await database.transaction(async (tx) => {
      // Ids are a system's own.
      const mark = await insertEventOnce(tx, { id: `${system}/${id}`, system, time: at, kind, text });
      if (mark.made) await insertLive(tx, [{ kind: "event", system, event: mark.event }], now());
      return mark.event;
    });
    service.announce();
    return event;
  },
);

export const windows: readonly Route[] = [series, mark];

/** @param status of the answer where it is no time: 400 for one of the query, 422 for one of the body. */
function seconds(time: number | string | undefined, position: string, status: 400 | 422): number | undefined {
  if (time === undefined) return undefined;
  const read = timeIfAny(time);
  if (read === undefined)
    throw new HttpProblem(status, `${position}: expected seconds since 1970 or ISO 8601`, position);
  return read;
}
