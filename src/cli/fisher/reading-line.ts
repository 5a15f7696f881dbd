import { Presets, SingleBar } from "cli-progress";
import { timeLeft } from "../time-left.js";

export interface ReadingLine {
  show(bytes: number): void;
  stop(): void;
}

/** Bytes that are read before anybody has looked for progress. */
const few = 5e7;

/** Progress of a long read on stderr, with time left; off a terminal, one plain line every ten seconds. */
export function readingLine(total: number, first: number): ReadingLine {
  if (total < few) return { show: () => {}, stop: () => {} };
  const megabytes = (bytes: number): number => Math.round(bytes / 1e6);
  const bar = new SingleBar(
    {
      format: " {bar} {percentage}% | {left} left | {value} of {total} MB",
      stream: process.stderr,
      hideCursor: true,
      clearOnComplete: true,
      noTTYOutput: true,
      notTTYSchedule: 10_000,
    },
    Presets.shades_classic,
  );
  const left = timeLeft();
  bar.start(megabytes(total), megabytes(first), { left: left(first / total) });
  return {
    show: (bytes) => bar.update(megabytes(bytes), { left: left(bytes / total) }),
    stop: () => bar.stop(),
  };
}
