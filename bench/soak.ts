/**
 * Memory and disk of the service over an hour of 2,000 observations a second, sent as fast as it takes them: five systems with
 * alarms that rise and clear, spans of agents, a retention of a minute and an open page.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openPglite } from "../src/service/store/index.js";
import type { Benchmark, Row } from "./contract.js";
import { pause } from "./ingest/batches.js";
import { quantile } from "./ingest/quantile.js";
import { type Served, serve } from "./ingest/served.js";
import { createAll, load, type Sent } from "./soak/load.js";
import { openPage } from "./soak/page.js";
import { folderBytes, growth, type Sample } from "./soak/samples.js";

const HOUR = 3600 * 2000;
const MIB = 2 ** 20;
const DAY = 86_400;

/** Seconds: of the whole at most, that observations are kept, between two samples. */
const FULL = { most: 400, kept: 60, every: 1 };
const QUICK = { most: 20, kept: 5, every: 0.25 };

export const soak: Benchmark = {
  name: "soak",
  summary:
    "memory and disk of the service over 7.2 million observations, spans, alarms, deletions and an open page (--quick: its start alone, which grows)",

  async rows({ quick }) {
    const folder = await mkdtemp(join(tmpdir(), "telostat-soak-"));
    try {
      const rows = await soaked(folder, quick ? QUICK : FULL);
      return [...rows, ...(await stored(folder))];
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function soaked(folder: string, { most, kept, every }: typeof FULL): Promise<Row[]> {
  const served = await serve(["--data", folder]);
  try {
    await createAll(served, kept / DAY);
    const sent: Sent = { observations: 0, spans: 0 };
    const started = performance.now();
    const over = () => sent.observations >= HOUR || performance.now() - started > 1000 * most;
    const page = openPage(served, over);
    const [samples] = await Promise.all([
      sampled(served, folder, sent, over, every),
      load(served, sent, over),
      page.done(),
    ]);
    await served.drained();
    const took = (performance.now() - started) / 1000;
    const { peak } = await served.usage();
    const { body: alarms } = await served.ask("GET", "/api/v1/alarms?most=1000");
    const last = samples.at(-1)!;
    return [
      row("hours of 2,000 observations a second", "h", sent.observations / HOUR),
      row("observations", "observations/s", sent.observations / took),
      row("spans", "spans/s", sent.spans / took),
      row("messages to the open page", "messages", page.heard),
      row("the open page waited for an answer, p50", "ms", quantile(page.waits, 0.5), page.waits.length),
      row("the open page waited for an answer, longest", "ms", quantile(page.waits, 1), page.waits.length),
      row("alarms", "alarms", (alarms as unknown[]).length),
      row("memory (RSS) at the end", "MiB", last.memory / MIB),
      row("memory (RSS) at most", "MiB", peak / MIB),
      ...grown("memory (RSS)", samples, "memory"),
      row("JavaScript heap at the end", "MiB", last.heap / MIB),
      ...grown("JavaScript heap", samples, "heap"),
      row("disk at the end", "MiB", last.disk / MIB),
      ...grown("disk", samples, "disk"),
    ];
  } finally {
    await served.stop();
  }
}

async function sampled(
  served: Served,
  folder: string,
  sent: Sent,
  over: () => boolean,
  every: number,
): Promise<Sample[]> {
  const samples: Sample[] = [];
  while (!over()) {
    const text = (await served.ask("GET", "/metrics")).body as string;
    const figure = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, "m").exec(text)?.[1]);
    samples.push({
      observations: sent.observations,
      memory: figure("process_resident_memory_bytes"),
      heap: figure("nodejs_heap_size_used_bytes"),
      disk: await folderBytes(folder),
    });
    await pause(1000 * every);
  }
  return samples;
}

/** What an observation takes on disk, with its indexes and with what deleted ones left behind. */
async function stored(folder: string): Promise<Row[]> {
  const database = await openPglite(folder);
  try {
    const [sizes] = await database.query<{ rows: number; bytes: number; whole: number }>(
      `SELECT (SELECT count(*) FROM observations) AS rows, pg_total_relation_size('observations') AS bytes,
         pg_database_size(current_database()) AS whole`,
    );
    return [
      row("observations kept at the end", "observations", sizes!.rows),
      row("disk of an observation kept, with the room of deleted ones", "bytes", sizes!.bytes / sizes!.rows),
      row("disk of all tables", "MiB", sizes!.whole / MIB),
    ];
  } finally {
    await database.close();
  }
}

/** Over the second half, with both ends of its interval. */
function grown(name: string, samples: readonly Sample[], of: "memory" | "heap" | "disk"): Row[] {
  const slope = growth(samples, of, HOUR);
  if (slope === undefined) return [];
  return (["value", "lower", "upper"] as const).map((end) =>
    row(
      `${name}, growth over the second half${end === "value" ? "" : `, ${end} end of 95%`}`,
      "MiB/h",
      slope[end] / MIB,
      slope.n,
    ),
  );
}

const row = (name: string, unit: string, ours: number, runs = 1): Row => ({
  name,
  unit,
  ours,
  peer: null,
  ratio: null,
  runs,
});
