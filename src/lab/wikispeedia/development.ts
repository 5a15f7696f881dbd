import type { NavigationPath } from "../../contracts/index.js";
import { RandomStream } from "../../numeric/index.js";
import { trialSeed } from "../experiment.js";
import { targetFolds } from "./sampling.js";

/**
 * Targets that features and their constants were chosen on: the test part of seed 1 in version 1. What is claimed of other
 * targets has never been looked at while choosing.
 */
export function developmentTargets(paths: readonly NavigationPath[]): ReadonlySet<number> {
  const random = RandomStream.fromSeed(trialSeed("wikispeedia", 1, 0));
  const [tested] = targetFolds(paths, 5, random.split("folds"));
  return new Set(tested);
}
