import { hopsFrom, type LinkGraph, UNREACHABLE } from "../../goals/index.js";
import type { RandomStream } from "../../numeric/index.js";
import { groupBy, shuffled } from "./sampling.js";

export interface CandidateSource {
  /** Targets of other paths of the same part of the data. */
  readonly targets: readonly number[];
  /** Articles that no path has as its target. */
  readonly others: readonly number[];
}

/**
 * Draws candidates for what a walk from `start` seeks: its target, first, then articles as many links from the start as
 * the target is. They are other targets of the same part of the data; only when these do not suffice, articles that no
 * path seeks; only when these do not suffice either, targets and articles at the nearest distances. So no candidate can
 * be told by having been seen in training.
 *
 * @returns fewer than `count` only when fewer articles can be reached from `start`.
 */
export function drawCandidates(
  { targets, others }: CandidateSource,
  hops: Uint8Array,
  start: number,
  target: number,
  count: number,
  stream: RandomStream,
): number[] {
  const wanted = hops[target] as number;
  const possible = (node: number): boolean => node !== target && node !== start && hops[node] !== UNREACHABLE;
  const byDistance = [targets, others].map((nodes) =>
    groupBy(nodes.filter(possible), (node) => Math.abs((hops[node] as number) - wanted)),
  );
  const candidates = [target];
  for (let off = 0; off < UNREACHABLE && candidates.length < count; off++) {
    for (const nodes of byDistance) {
      const missing = count - candidates.length;
      candidates.push(...shuffled(nodes.get(off) ?? [], stream).slice(0, missing));
    }
  }
  return candidates;
}

/** Links from each start, worked out once. */
export function startDistances(graph: LinkGraph): (start: number) => Uint8Array {
  const known = new Map<number, Uint8Array>();
  return (start) => {
    const hops = known.get(start) ?? hopsFrom(graph, start);
    known.set(start, hops);
    return hops;
  };
}
