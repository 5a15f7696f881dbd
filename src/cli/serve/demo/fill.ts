/** Trains the demo's networks and sends what they do to a service, while it happens. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Piscina } from "piscina";
import type { SystemOverview } from "../../../contracts/index.js";
import { checkLabels, closedLoop } from "../../../lab/index.js";
import { exitCode, UserError } from "../../exit.js";
import { runWithProgress } from "../../run.js";
import { type Ask, client, Refused } from "./client.js";
import { feed } from "./feed.js";
import type { ReportTask, WrittenReport } from "./report-thread.js";
import { isDemo, systemsOf } from "./systems.js";

export interface Filling {
  /** Of the service. */
  readonly address: string;
  /** Folder of the service's data; finished networks are kept there too, and a demo that was stopped goes on with the others. */
  readonly data: string;
  readonly networks: number;
  /** Folder of the report. */
  readonly report: string;
  readonly signal: AbortSignal;
}

const SEED = 1;

/** @throws UserError where the service is not one for the demo. */
export async function fill({ address, data, networks, report, signal }: Filling): Promise<WrittenReport> {
  const ask = client(address, signal);
  const parameters = { ...closedLoop.defaults, seeds: networks };
  await makeSystems(ask, systemsOf(parameters, checkLabels(parameters, SEED)));
  // Runs of other sizes share their networks, not their journal.
  const out = join(data, `demo-${networks}`);
  const resume = networks > 1 && existsSync(join(out, "trials.jsonl"));
  const follow = feed(ask, parameters);
  const result = await runWithProgress(closedLoop, parameters, SEED, { out, resume, follow }).catch(
    (error: Error) => {
      throw error instanceof UserError && !signal.aborted
        ? new UserError(`${error.message}; or remove ${data}, which only the demo uses`, error.code)
        : error;
    },
  );
  return written({ out: report, result, seed: SEED, seeds: networks }, signal);
}

async function written(task: ReportTask, signal: AbortSignal): Promise<WrittenReport> {
  const pool = new Piscina({
    filename: fileURLToPath(new URL("./report-thread.js", import.meta.url)),
    maxThreads: 1,
  });
  try {
    return (await pool.run(task, { name: "write", signal })) as WrittenReport;
  } finally {
    await pool.destroy();
  }
}

/** Those that are there stay as they are: their rules may have been edited. */
async function makeSystems(ask: Ask, systems: ReturnType<typeof systemsOf>): Promise<void> {
  const there = (await ask("GET", "/api/v1/systems").catch((error: Error) => {
    throw error instanceof Refused && error.status === 401
      ? new UserError(
          "the demo fills a service that has no keys: give --demo another --data",
          exitCode.badInput,
        )
      : error;
  })) as SystemOverview[];
  const names = new Set(there.map(({ system }) => system));
  const foreign = [...names].find((name) => !isDemo(name));
  if (foreign !== undefined)
    throw new UserError(
      `this service watches '${foreign}' too: give --demo a --data of its own`,
      exitCode.badInput,
    );
  for (const [name, settings] of systems)
    if (!names.has(name)) await ask("PUT", `/api/v1/systems/${name}`, settings);
}
