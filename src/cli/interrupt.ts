import { exitCode, UserError } from "./exit.js";

/** Runs `work` with a signal that Ctrl-C or SIGTERM aborts; nothing is written by work that was interrupted. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = (): void =>
    controller.abort(new UserError("interrupted: nothing was written", exitCode.interrupted));
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  try {
    return await work(controller.signal);
  } finally {
    process.removeListener("SIGINT", stop);
    process.removeListener("SIGTERM", stop);
  }
}
