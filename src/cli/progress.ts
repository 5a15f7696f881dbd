import { setImmediate } from "node:timers/promises";
import { Presets, SingleBar } from "cli-progress";
import type { Progress } from "../lab/index.js";

export interface ProgressLine {
  show(progress: Progress): Promise<void>;
  stop(): void;
}

/** A progress bar with time left on stderr; off a terminal, one plain line every ten seconds. */
export function progressLine(): ProgressLine {
  const bar = new SingleBar(
    {
      format: " {bar} {percentage}% | {left} left | {trial} of {trials} trials | {activity}",
      stream: process.stderr,
      hideCursor: true,
      clearOnComplete: true,
      noTTYOutput: true,
      notTTYSchedule: 10_000,
    },
    Presets.shades_classic,
  );
  let start: { readonly time: number; readonly done: number } | undefined;
  return {
    async show({ trial, trials, fraction, activity }) {
      const done = (trial + fraction) / trials;
      const time = performance.now();
      // The bar's own guess is from its last updates, which hardly differ; what an earlier run did says nothing.
      const left = start === undefined ? Infinity : ((time - start.time) * (1 - done)) / (done - start.done);
      const payload = { trial, trials, activity, left: duration(left / 1000) };
      if (start === undefined) bar.start(1000, Math.round(1000 * done), payload);
      start ??= { time, done };
      bar.update(Math.round(1000 * done), payload);
      // The work between two calls is synchronous: let timers and signals run.
      await setImmediate();
    },
    stop() {
      if (start !== undefined) bar.stop();
    },
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
