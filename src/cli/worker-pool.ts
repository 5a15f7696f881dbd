import { fileURLToPath } from "node:url";
import { Piscina } from "piscina";
import type { Run, Told, TrialProgress, TrialText } from "./trial.js";

export interface WorkerPool {
  run(trial: number): Promise<TrialText>;
  /** Ends the workers at once, whatever they are doing. */
  close(): Promise<void>;
}

/** `workers` threads that run trials of `run`. */
export function workerPool(
  workers: number,
  run: Run,
  onMessage: (message: TrialProgress | Told) => void,
): WorkerPool {
  const pool = new Piscina({
    filename: fileURLToPath(new URL("./worker.js", import.meta.url)),
    minThreads: workers,
    maxThreads: workers,
    workerData: run,
    recordTiming: false,
  });
  pool.on("message", onMessage);
  return {
    run: (trial) => pool.run(trial, { name: "trial" }) as Promise<TrialText>,
    close: () => pool.destroy(),
  };
}
