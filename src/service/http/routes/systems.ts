import {
  type SystemDescription,
  type SystemOverview,
  type SystemSettings,
  systemOverviewSchema,
  systemPathSchema,
  systemSchema,
  systemSettingsSchema,
} from "../../../contracts/index.js";
import { checkGoals, goalFileOf, WrongGoalFile } from "../../inference/goal-file.js";
import { goalInference } from "../../inference/goal-inference.js";
import type { Service } from "../../service.js";
import {
  alarmRows,
  deleteSystem,
  insertAudit,
  insertLive,
  insertSystem,
  latestWindows,
  type SystemRow,
  systemRows,
} from "../../store/index.js";
import { changeSettings } from "../../stream/settings.js";
import { monitorOf } from "../../stream/system-monitor.js";
import { HttpProblem, notFound } from "../problem.js";
import { type Route, route } from "../route.js";
import { known } from "./known.js";

/** Windows of a sparkline. */
const RECENT = 60;

const list = route(
  {
    method: "GET",
    path: "/api/v1/systems",
    summary: "Every system, with its latest figures",
    scope: "read",
    status: 200,
    answer: systemOverviewSchema.array(),
  },
  async ({ service }) => {
    const rows = await systemRows(service.database);
    return Promise.all(rows.map((row) => overview(service, row)));
  },
);

const get = route(
  {
    method: "GET",
    path: "/api/v1/systems/{system}",
    summary: "One system, with its settings",
    scope: "read",
    parameters: systemPathSchema,
    status: 200,
    answer: systemSchema,
  },
  async ({ service, parameters: { system } }) => describe(service, await known(service, system)),
);

const put = route(
  {
    method: "PUT",
    path: "/api/v1/systems/{system}",
    summary:
      "Makes a system, or changes its settings; other goals, another goal file, windows or alarms start its monitor afresh",
    scope: "admin",
    parameters: systemPathSchema,
    body: systemSettingsSchema,
    status: 200,
    answer: systemSchema,
  },
  async ({ service, actor, parameters: { system }, body: settings }) => {
    ensureMonitor(settings);
    const { database, now } = service;
    await database.transaction(async (tx) => {
      const inserted = await insertSystem(tx, system, settings, now());
      if (!inserted) await changeSettings(tx, system, settings, now(), service.link);
      const action = inserted ? "create system" : "change system";
      await insertAudit(tx, { time: now(), actor, action, subject: system, detail: { settings } });
      await insertLive(tx, [{ kind: "system", system, change: inserted ? "created" : "changed" }], now());
    });
    service.announce();
    return describe(service, await known(service, system));
  },
);

const remove = route(
  {
    method: "DELETE",
    path: "/api/v1/systems/{system}",
    summary: "Deletes a system with everything that was kept of it",
    scope: "admin",
    parameters: systemPathSchema,
    status: 204,
  },
  async ({ service, actor, parameters: { system } }) => {
    const { database, now } = service;
    if (!(await deleteSystem(database, system))) throw notFound(`system '${system}'`);
    await database.transaction(async (tx) => {
      await insertAudit(tx, { time: now(), actor, action: "delete system", subject: system, detail: {} });
      await insertLive(tx, [{ kind: "system", system, change: "deleted" }], now());
    });
    service.announce();
  },
);

export const systems: readonly Route[] = [list, get, put, remove];

/** @throws HttpProblem where the settings do not make a monitor, or their goal file is none. */
function ensureMonitor(settings: SystemSettings): void {
  const { goals, intended } = settings;
  if (!goals.includes(intended))
    throw new HttpProblem(422, `intended: '${intended}' is none of the goals`, "intended");
  const twice = goals.find((goal, i) => goals.indexOf(goal) !== i);
  if (twice !== undefined) throw new HttpProblem(422, `goals: '${twice}' is there twice`, "goals");
  // What fails without alarms is the windows' fault.
  const parts: Record<string, SystemSettings> = { window: { ...settings, alarms: [] }, alarms: settings };
  for (const [position, part] of Object.entries(parts))
    try {
      monitorOf(part);
    } catch (error) {
      throw error instanceof RangeError
        ? new HttpProblem(422, `${position}: ${error.message}`, position)
        : error;
    }
  ensureGoalFile(settings);
}

function ensureGoalFile(settings: SystemSettings): void {
  try {
    const file = goalFileOf(settings);
    if (file === undefined) return;
    checkGoals(settings, file);
    goalInference(file);
  } catch (error) {
    if (error instanceof WrongGoalFile) throw new HttpProblem(422, error.message, error.position);
    throw error instanceof RangeError
      ? new HttpProblem(422, `goalFile: ${error.message}`, "goalFile")
      : error;
  }
}

async function describe(service: Service, row: SystemRow): Promise<SystemDescription> {
  const { system, created, settings } = row;
  return { system, created, settings, overview: await overview(service, row) };
}

async function overview({ database }: Service, row: SystemRow): Promise<SystemOverview> {
  const { system, settings, status, last_observation } = row;
  const windows = await latestWindows(database, system, RECENT);
  const last = windows.findLast(({ gap }) => !gap);
  const open = await alarmRows(database, { system, state: "open", most: 1000 });
  return {
    system,
    title: settings.title ?? system,
    status,
    entropy: last?.entropy ?? null,
    fidelity: last?.fidelity ?? null,
    drift: last?.drift ?? null,
    forecast: last?.forecast ?? null,
    goals: settings.goals.length,
    recent: windows.map(({ end, entropy }) => ({ end, entropy: entropy?.value ?? null })),
    lastObservation: last_observation,
    openAlarms: open.length,
  };
}
