/** Durable ingest over HTTP: observations a second, and how long after it was sent an observation is in the series. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Benchmark, Row } from "./contract.js";
import { type Served, serve } from "./ingest/served.js";

/** Of one batch, and batches under way at once. */
const SIZE = 500;
const SENDERS = 4;
const WINDOW = 1000;

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
  const served = await serve(args);
  try {
    const system = `bench-${Date.now()}`;
    await served.create(system, WINDOW);
    await flood(served, system, 1, "warm");
    const before = await served.usage();
    const started = performance.now();
    const sent = await flood(served, system, seconds, "run");
    await served.drained();
    const took = (performance.now() - started) / 1000;
    const after = await served.usage();
    const delays = await latencies(served, `${system}-calm`, Math.max(2, seconds / 3));
    return [
      row(`${name}, sustained`, "observations/s", sent / took),
      row(`${name}, CPU of the service`, "us/observation", ((after.cpu - before.cpu) / sent) * 1e6),
      row(`${name}, memory afterwards`, "MiB", after.rss / 2 ** 20),
      row(`${name}, sent to visible, p50`, "ms", quantile(delays, 0.5)),
      row(`${name}, sent to visible, p99`, "ms", quantile(delays, 0.99)),
    ];
  } finally {
    await served.stop();
  }
}

/** Batches from all senders for so long; the number of observations acknowledged. */
async function flood(served: Served, system: string, seconds: number, tag: string): Promise<number> {
  const until = performance.now() + 1000 * seconds;
  let sent = 0;
  let batch = 0;
  const sender = async () => {
    while (performance.now() < until) {
      const name = `${tag}-${batch++}`;
      const observations = Array.from({ length: SIZE }, (_, i) => ({
        id: `${name}-${i}`,
        goal: (i * 7919) % 10 === 0 ? "flatter" : "help",
      }));
      await served.post(system, { batch: name, observations });
      sent += SIZE;
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
  return sent;
}

/** Milliseconds from sending the last observation of a window until its window is shown, one after the other. */
async function latencies(served: Served, system: string, seconds: number): Promise<number[]> {
  await served.create(system, 10);
  const until = performance.now() + 1000 * seconds;
  const delays: number[] = [];
  for (let window = 1; performance.now() < until; window++) {
    const observations = Array.from({ length: 10 }, (_, i) => ({ id: `${window}-${i}`, goal: "help" }));
    const sent = performance.now();
    await served.post(system, { observations });
    while ((await served.seen(system)) < 10 * window) await new Promise((resolve) => setTimeout(resolve, 2));
    delays.push(performance.now() - sent);
  }
  return delays;
}

const quantile = (values: readonly number[], p: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(p * values.length))] ?? Number.NaN;

const row = (name: string, unit: string, ours: number): Row => ({
  name,
  unit,
  ours,
  peer: null,
  ratio: null,
  runs: 1,
});
