/** Durable ingest over HTTP: observations a second, and how long after it was sent a batch is in the series, and an alarm is out. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Benchmark, Row } from "./contract.js";
import { flood, steady } from "./ingest/batches.js";
import { alarmDelays, receiver, visibleDelays } from "./ingest/delays.js";
import { quantile } from "./ingest/quantile.js";
import { type Served, serve } from "./ingest/served.js";

const WINDOW = { window: { by: "observations", size: 1000 } };

/** Observations a second beside which delays are measured. */
const LOADS = [10_000, 20_000];

export const ingest: Benchmark = {
  name: "ingest",
  summary:
    "the service's native observations over HTTP, durable, PGlite and PostgreSQL (TELOSTAT_POSTGRES=postgres://...)",

  async rows({ quick }) {
    const seconds = quick ? 3 : 30;
    const folder = await mkdtemp(join(tmpdir(), "telostat-bench-"));
    try {
      const rows = await measured("PGlite", ["--data", folder], seconds);
      const url = process.env.TELOSTAT_POSTGRES;
      return url === undefined
        ? rows
        : [...rows, ...(await measured("PostgreSQL", ["--database", url], seconds))];
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function measured(name: string, args: readonly string[], seconds: number): Promise<Row[]> {
  const served = await serve([...args, "--allow-private-targets"]);
  try {
    const system = `bench-${Date.now()}`;
    await served.create(system, WINDOW);
    const rows = await sustained(served, system, name, seconds);
    const until = clock(Math.max(2, seconds / 3));
    rows.push(
      ...percentiles(`${name}, sent to visible, calm`, await visibleDelays(served, `${system}-calm`, until)),
    );
    for (const rate of LOADS)
      rows.push(...(await loaded(served, `${system}-${rate}`, name, rate, seconds * 0.7)));
    return rows;
  } finally {
    await served.stop();
  }
}

async function sustained(served: Served, system: string, name: string, seconds: number): Promise<Row[]> {
  await flood(served, system, 1, "warm");
  await served.drained();
  const before = await served.usage();
  const started = performance.now();
  const sent = await flood(served, system, seconds, "run");
  await served.drained();
  const took = (performance.now() - started) / 1000;
  const after = await served.usage();
  return [
    row(`${name}, sustained`, "observations/s", sent / took),
    row(`${name}, CPU of the service`, "us/observation", ((after.cpu - before.cpu) / sent) * 1e6),
    row(`${name}, memory afterwards`, "MiB", after.rss / 2 ** 20),
  ];
}

/** Delays beside a steady load. */
async function loaded(
  served: Served,
  system: string,
  name: string,
  rate: number,
  seconds: number,
): Promise<Row[]> {
  await served.create(system, WINDOW);
  const over = clock(seconds);
  const alarms = await receiver(served);
  try {
    const [reached, visible, { told, received }] = await Promise.all([
      steady(served, system, { rate, tag: system, over }),
      visibleDelays(served, `${system}-seen`, over),
      alarmDelays(served, `${system}-alarm`, alarms, over),
    ]);
    const beside = `beside ${rate}/s`;
    return [
      row(`${name}, taken in ${beside}`, "observations/s", reached),
      ...percentiles(`${name}, sent to visible ${beside}`, visible),
      ...percentiles(`${name}, sent to alarm ${beside}`, told),
      ...percentiles(`${name}, sent to alarm received ${beside}`, received),
    ];
  } finally {
    alarms.stop();
  }
}

function clock(seconds: number): () => boolean {
  const until = performance.now() + 1000 * seconds;
  return () => performance.now() >= until;
}

const percentiles = (name: string, delays: readonly number[]): Row[] =>
  [0.5, 0.99].map((p) => row(`${name}, p${100 * p}`, "ms", quantile(delays, p), delays.length));

const row = (name: string, unit: string, ours: number, runs = 1): Row => ({
  name,
  unit,
  ours,
  peer: null,
  ratio: null,
  runs,
});
