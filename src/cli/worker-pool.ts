import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Piscina } from "piscina";
import type { Run, Told, TrialProgress, TrialText } from "./trial.js";

export interface WorkerPool {
  run(trial: number): Promise<TrialText>;
  /** Ends the workers; a trial that runs fails where it reports next. */
  close(): Promise<void>;
}

/** What a thread is started with. */
export interface WorkerData extends Run {
  /** Not 0 once trials are to stop. */
  readonly stopped: Int32Array<SharedArrayBuffer>;
}

/**
 * Milliseconds that trials are given to report, before their threads are ended within whatever they do: in the middle of a
 * native program that would abort the whole process.
 */
const PATIENCE = 10_000;

/** `workers` threads that run trials of `run`. */
export function workerPool(
  workers: number,
  run: Run,
  onMessage: (message: TrialProgress | Told) => void,
): WorkerPool {
  const stopped = new Int32Array(new SharedArrayBuffer(4));
  const pool = new Piscina({
    filename: fileURLToPath(new URL("./worker.js", import.meta.url)),
    minThreads: workers,
    maxThreads: workers,
    workerData: { ...run, stopped } satisfies WorkerData,
    recordTiming: false,
  });
  pool.on("message", onMessage);
  const running = new Set<Promise<TrialText>>();
  return {
    run(trial) {
      const text = pool.run(trial, { name: "trial" }) as Promise<TrialText>;
      running.add(text);
      const done = () => running.delete(text);
      text.then(done, done);
      return text;
    },
    async close() {
      Atomics.store(stopped, 0, 1);
      const patience = new AbortController();
      const late = setTimeout(PATIENCE, undefined, patience).catch(() => {});
      await Promise.race([Promise.allSettled(running), late]);
      patience.abort();
      await pool.destroy();
    },
  };
}
