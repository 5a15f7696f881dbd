import { exitCode, UserError } from "./exit.js";

/**
 * Runs `work` with a signal that Ctrl-C or SIGTERM aborts; a second one ends the process.
 *
 * @param outcome says what has become of the work, once it is interrupted.
 */
export async function interruptible<T>(
  work: (signal: AbortSignal) => Promise<T>,
  outcome: () => string = () => "nothing was written",
): Promise<T> {
  const controller = new AbortController();
  // Not `once`: write-file-atomic's own handler ends the process where it finds itself the only one left.
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(exitCode.interrupted);
    controller.abort(new UserError(`interrupted: ${outcome()}`, exitCode.interrupted));
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  try {
    return await work(controller.signal);
  } finally {
    process.removeListener("SIGINT", stop);
    process.removeListener("SIGTERM", stop);
  }
}
