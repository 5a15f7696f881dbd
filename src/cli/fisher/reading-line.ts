import { Presets, SingleBar } from "cli-progress";

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
      format: " {bar} {percentage}% | {eta_formatted} left | {value} of {total} MB",
      stream: process.stderr,
      hideCursor: true,
      clearOnComplete: true,
      noTTYOutput: true,
      notTTYSchedule: 10_000,
      etaBuffer: 100,
    },
    Presets.shades_classic,
  );
  bar.start(megabytes(total), megabytes(first));
  return { show: (bytes) => bar.update(megabytes(bytes)), stop: () => bar.stop() };
}
