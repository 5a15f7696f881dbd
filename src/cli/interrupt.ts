import { exitCode, UserError } from "./exit.js";

/** Milliseconds: a signal so soon after another is the same, which npm passes on to a child that had it from the terminal. */
const SAME = 500;

/** Calls `stop` at Ctrl-C or SIGTERM; another one ends the process. Returns what ends the listening. */
export function onInterrupt(stop: () => void): () => void {
  let first: number | undefined;
  const hear = (): void => {
    const now = performance.now();
    if (first !== undefined && now - first > SAME) process.exit(exitCode.interrupted);
    if (first === undefined) stop();
    first ??= now;
  };
  // Not `once`: write-file-atomic's own handler ends the process where it finds itself the only one left.
  process.on("SIGINT", hear);
  process.on("SIGTERM", hear);
  return () => {
    process.removeListener("SIGINT", hear);
    process.removeListener("SIGTERM", hear);
  };
}

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
  const ignore = onInterrupt(() => {
    controller.abort(new UserError(`interrupted: ${outcome()}`, exitCode.interrupted));
  });
  try {
    return await work(controller.signal);
  } finally {
    ignore();
  }
}
