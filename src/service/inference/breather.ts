/** Milliseconds for which nothing else may run. */
const LONGEST = 10;

/** Gives way to whatever else waits, where the last turn was long ago: for what computes beside a server. */
export function breather(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < LONGEST) return;
    await new Promise((resolve) => setImmediate(resolve));
    since = performance.now();
  };
}
