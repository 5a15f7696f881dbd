import type { EpisodeRecord } from "../../../contracts/index.js";
import type { Goal, Mdp } from "../../../goals/index.js";

/** A world file made into a process with goals. Problems of an episode are RangeErrors, which have no place yet. */
export interface World {
  readonly mdp: Mdp;
  /** In the order of the file. */
  readonly goals: readonly Goal[];
  readonly discount: number;
  /** What planning looks ahead to: noise that is part of the plan ("soft"), or the best there is ("optimal"). */
  readonly rule: "soft" | "optimal";
  /** Rationalities, per unit of reward. */
  readonly betas: readonly number[];
  /** Episodes end after so many steps, and planning knows it; without, it has no end in sight. */
  readonly horizon?: number;
  /** What a reader of the figures must know. */
  readonly notes: readonly string[];
  /** The rows of `mdp` that an episode went through. @throws RangeError naming what it does not know, or cannot be. */
  rows(episode: EpisodeRecord): number[];
}

/** Rationalities that are averaged over where a file says nothing: from almost at random to almost at best. */
export const usualBetas = [0.5, 1, 2, 4, 8];
