import { setImmediate } from "node:timers/promises";
import { Presets, SingleBar } from "cli-progress";
import type { Progress } from "../lab/index.js";
import { timeLeft } from "./time-left.js";

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
  const left = timeLeft();
  let started = false;
  return {
    async show({ trial, trials, fraction, activity }) {
      const done = (trial + fraction) / trials;
      const payload = { trial, trials, activity, left: left(done) };
      if (!started) bar.start(1000, Math.round(1000 * done), payload);
      started = true;
      bar.update(Math.round(1000 * done), payload);
      // The work between two calls is synchronous: let timers and signals run.
      await setImmediate();
    },
    stop() {
      if (started) bar.stop();
    },
  };
}
