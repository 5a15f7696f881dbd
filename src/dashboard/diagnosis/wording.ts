/** Failures in words: what a name means, and what helps. */
import type { NamedFailure } from "../../contracts/index.js";

interface Words {
  readonly title: string;
  readonly tone: "good" | "warn" | "plain";
  readonly meaning: string;
  readonly help: string;
}

export const failures: Record<NamedFailure["named"], Words> = {
  stable: {
    title: "Stable",
    tone: "good",
    meaning: "S does not rise.",
    help: "Nothing. An alarm may still be right: S can be steady above what is tolerated.",
  },
  "insufficient work": {
    title: "Too little work",
    tone: "warn",
    meaning:
      "S rises from the first of these windows on, and nothing else is seen to grow: what drives S is stronger than the work against it.",
    help: "Raise gamma, or take the feedback policy with a target. Of a system that is not trained: correct it more often, or go back to the version before.",
  },
  "lambda_max underestimated": {
    title: "lambda_max underestimated",
    tone: "warn",
    meaning: "S was stable until lambda_max had grown: gamma was set for a smaller one.",
    help: "Estimate lambda_max again, and let the critical policy do so at every step (reestimate).",
  },
  "specification drift": {
    title: "Reward gaming",
    tone: "warn",
    meaning:
      "The proxy objective left the true one before S rose (specification drift): what is rewarded is no longer what is meant.",
    help: "Look at what scores high by the proxy and low by the true objective, and mend the reward or the judge. More work against S does not mend it.",
  },
  "synergistic amplification": {
    title: "Sources that amplify each other",
    tone: "warn",
    meaning:
      "S rises faster than exploration and gaming together would raise it alone, though the work would hold that.",
    help: "Take one of the two away, exploration or the reward that is gamed, before gamma is raised.",
  },
  undetermined: {
    title: "Cannot be told",
    tone: "plain",
    meaning: "No failure is likely enough to be named.",
    help: "Read the transcripts. What was not watched stands below: lambda_max, and the divergence of the objectives, come with a trainer's steps.",
  },
};
