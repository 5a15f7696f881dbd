/**
 * How long the rest will take at the pace since the first call, as "3m20s"; "?" until there is a pace. A bar's own guess
 * is from its last updates, which hardly differ, and what an earlier run did says nothing.
 */
export function timeLeft(): (done: number) => string {
  let start: { readonly time: number; readonly done: number } | undefined;
  return (done) => {
    const time = performance.now();
    start ??= { time, done };
    return duration(((time - start.time) * (1 - done)) / (done - start.done) / 1000);
  };
}

/** As "45s", "3m20s" or "2h05m"; "?" where it is not known. */
export function duration(seconds: number): string {
  if (!(seconds >= 0 && seconds < Infinity)) return "?";
  const whole = Math.ceil(seconds);
  const two = (n: number): string => String(Math.floor(n)).padStart(2, "0");
  if (whole < 60) return `${whole}s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}m${two(whole % 60)}s`;
  return `${Math.floor(whole / 3600)}h${two((whole % 3600) / 60)}m`;
}
