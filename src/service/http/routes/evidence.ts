/** What the numbers of a system rest on, and what they are made of. */
import {
  distributionSchema,
  insightSchema,
  systemPathSchema,
  trustSchema,
} from "../../../contracts/index.js";
import { diagnoseRun, diagnoseWindows, lookedAt, POINTS } from "../../insight/diagnosis.js";
import { presentWork, stepReference } from "../../insight/work.js";
import { firstWindows, latestPoints, latestWindows, rejectionCounts, runDrifts } from "../../store/index.js";
import { pooledShares, referenceLength } from "../../stream/shares.js";
import { goalsOf } from "../../stream/system-monitor.js";
import { warnings } from "../../stream/warnings.js";
import { type RunDrift, runWork, unmeasured } from "../../trainer/drift.js";
import { type Route, route } from "../route.js";
import { known } from "./known.js";

/** Windows by whose closing the usual pause between two is judged. */
const RECENT = 20;
const DEAD_LETTERS = 1000;

const distribution = route(
  {
    method: "GET",
    path: "/api/v1/systems/{system}/distribution",
    summary: "Goal shares in the last window with data beside those of the first windows",
    scope: "read",
    parameters: systemPathSchema,
    status: 200,
    answer: distributionSchema,
  },
  async ({ service, parameters: { system } }) => {
    const { database } = service;
    const { settings } = await known(service, system);
    const [last, first] = [
      await latestWindows(database, system, RECENT),
      await firstWindows(database, system, referenceLength(settings)),
    ];
    return {
      goals: goalsOf(settings),
      current: pooledShares(last.filter(({ gap }) => !gap).slice(-1)),
      reference: pooledShares(first),
    };
  },
);

const trust = route(
  {
    method: "GET",
    path: "/api/v1/systems/{system}/trust",
    summary:
      "Can I trust this? Observers, sample sizes, what was set aside, and what speaks against the numbers",
    scope: "read",
    parameters: systemPathSchema,
    status: 200,
    answer: trustSchema,
  },
  async ({ service, parameters: { system } }) => {
    const { database, queue, now } = service;
    const row = await known(service, system);
    const recent = await latestWindows(database, system, RECENT);
    const dead = await queue.deadLetters(DEAD_LETTERS);
    const { settings, observed, duplicates, last_observation: heard } = row;
    const facts = {
      observers: settings.observers,
      lastWindow: recent.findLast(({ gap }) => !gap)?.n ?? 0,
      observations: observed,
      duplicates,
      rejected: await rejectionCounts(database, system),
      staleness: heard === null ? null : Math.max(0, now() - heard),
      waiting: await queue.waiting(system),
      failed: dead.filter(({ partition }) => partition === system).length,
    };
    return { ...facts, warnings: warnings(facts, settings, recent) };
  },
);

const insight = route(
  {
    method: "GET",
    path: "/api/v1/systems/{system}/insight",
    summary: "Which failure the figures look like, and the work that holds S, of the windows and of each run",
    scope: "read",
    parameters: systemPathSchema,
    status: 200,
    answer: insightSchema,
  },
  async ({ service, parameters: { system } }) => {
    const { database } = service;
    const { settings } = await known(service, system);
    const windows = await latestWindows(database, system, lookedAt(settings));
    const runs = await latestPoints(database, system, POINTS);
    const drifts = new Map((await runDrifts(database, system)).map(({ run, drift }) => [run, drift]));
    return {
      diagnosis: diagnoseWindows(windows, runs),
      work: presentWork(windows, settings),
      runs: runs.map((run) => ({
        run: run.run,
        ...runWork(
          (drifts.get(run.run) as RunDrift | null | undefined) ?? unmeasured,
          stepReference(settings),
        ),
        diagnosis: diagnoseRun(run),
      })),
    };
  },
);

export const evidence: readonly Route[] = [distribution, trust, insight];
