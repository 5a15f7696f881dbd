import { setTimeout as pause } from "node:timers/promises";
import type { Row } from "./contract.js";

/** Milliseconds between two runs: the threads of a native library spin on for some, on the cores that the other side is given. */
const QUIET = 100;

/** Seconds that one run took, by the clock of whoever ran it: the start of a process or a message is not in it. */
export type Timed = () => number | Promise<number>;

export interface Comparison {
  readonly name: string;
  readonly unit: string;
  /** Turns seconds into the unit of the row. */
  readonly figure: (seconds: number) => number;
  readonly ours: Timed;
  /** The peer, or the command that would install it; absent where there is nothing to compare with. */
  readonly peer?: Timed | { readonly install: string } | undefined;
}

/** At least 7 runs of each side in turn, after one warm-up of each; medians. */
export async function interleave(comparison: Comparison, quick: boolean): Promise<Row> {
  const { name, unit, figure, ours, peer } = comparison;
  const runs = quick ? 7 : 15;
  const seconds: { ours: number[]; peer: number[] } = { ours: [], peer: [] };
  for (let run = 0; run <= runs; run++) {
    await pause(QUIET);
    seconds.ours.push(await ours());
    if (typeof peer !== "function") continue;
    await pause(QUIET);
    seconds.peer.push(await peer());
  }
  const our = median(seconds.ours.slice(1));
  if (typeof peer !== "function")
    return { name, unit, ours: figure(our), peer: null, ratio: null, runs, ...peer };
  const their = median(seconds.peer.slice(1));
  return { name, unit, ours: figure(our), peer: figure(their), ratio: their / our, runs };
}

/** Seconds that `work` takes. */
export function timed(work: () => void): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}

/** Of an odd number of values. */
function median(values: number[]): number {
  return values.sort((a, b) => a - b)[(values.length - 1) / 2];
}
