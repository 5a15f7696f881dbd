import {
  alarmPageSchema,
  alarmQuerySchema,
  idPathSchema,
  systemAlarmSchema,
  systemPathSchema,
} from "../../../contracts/index.js";
import { diagnoseWindows, lookedAt, POINTS, RECORD } from "../../insight/diagnosis.js";
import {
  alarmRow,
  alarmRows,
  epochRows,
  latestPoints,
  latestWindows,
  transcriptsBetween,
  windowsBetween,
} from "../../store/index.js";
import { thinnedWindows } from "../../stream/series.js";
import { notFound } from "../problem.js";
import { type Route, route } from "../route.js";
import { known } from "./known.js";

const all = route(
  {
    method: "GET",
    path: "/api/v1/alarms",
    summary: "Alarms of every system, newest first",
    scope: "read",
    query: alarmQuerySchema,
    status: 200,
    answer: systemAlarmSchema.array(),
  },
  ({ service: { database }, query }) => alarmRows(database, query),
);

const ofSystem = route(
  {
    method: "GET",
    path: "/api/v1/systems/{system}/alarms",
    summary: "Alarms of one system, newest first",
    scope: "read",
    parameters: systemPathSchema,
    query: alarmQuerySchema,
    status: 200,
    answer: systemAlarmSchema.array(),
  },
  async ({ service, parameters: { system }, query }) => {
    await known(service, system);
    return alarmRows(service.database, { ...query, system });
  },
);

/** Windows shown before an alarm began, windows in all, and transcripts behind it. */
const AROUND = 20;
const WINDOWS = 2000;
const TRANSCRIPTS = 50;

const page = route(
  {
    method: "GET",
    path: "/api/v1/alarms/{id}",
    summary: "An alarm with the windows around it and the transcripts behind it",
    scope: "read",
    parameters: idPathSchema,
    status: 200,
    answer: alarmPageSchema,
  },
  async ({ service, parameters: { id } }) => {
    const { database } = service;
    const row = await alarmRow(database, id);
    if (row === undefined) throw notFound(`alarm '${id}'`);
    const { alarm, epoch } = row;
    const { system, began, raised, resolved } = alarm;
    const settings = (await epochRows(database, system)).find((one) => one.epoch === epoch)?.settings;
    if (settings === undefined) throw notFound(`alarm '${id}'`);
    const around = AROUND * settings.window.size;
    const range = { system, epoch, from: began - around, to: (resolved ?? raised) + around };
    const { windows } = await thinnedWindows(database, range, WINDOWS);
    // An open alarm is of the present settings.
    const looked =
      resolved === null
        ? await latestWindows(database, system, lookedAt(settings))
        : await windowsBetween(
            database,
            { system, epoch, from: resolved - RECORD * settings.window.size, to: resolved },
            lookedAt(settings),
          );
    return {
      alarm,
      windows,
      diagnosis: diagnoseWindows(looked, await latestPoints(database, system, POINTS)),
      transcripts: await transcriptsBetween(database, system, {
        epoch,
        from: began,
        to: raised,
        intended: settings.intended,
        most: TRANSCRIPTS,
      }),
    };
  },
);

export const alarms: readonly Route[] = [all, ofSystem, page];
