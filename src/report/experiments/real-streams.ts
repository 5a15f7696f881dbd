import type { ExperimentView } from "./view.js";

export const realStreams: ExperimentView = {
  experiment: "real-streams",
  verdicts: {
    kept: { tone: "good", title: "Alarms on real answers keep their promised false-alarm rate" },
    undecided: {
      tone: "plain",
      title: "Too few shuffles to say whether alarms on real answers keep their promise",
    },
    broken: { tone: "warn", title: "Some alarms on real answers are false more often than promised" },
  },
  key: ["cells_above_promise", "false_alarms_CUSUM_of_divergence", "promised_CUSUM_of_divergence"],
  figureName(name) {
    const words = name.replaceAll("_", " ");
    if (name === "cells_above_promise") return "Pairs of condition and watcher above the promise";
    if (name.startsWith("false_alarms_")) return words.replace("false alarms", "False alarms:");
    if (name.startsWith("promised_")) return words.replace("promised", "Promised:");
    if (name.startsWith("found_")) return words.replace("found", "Streams in which it is found:");
    return name.startsWith("delay_") ? words.replace("delay", "Median answers to the alarm:") : undefined;
  },
  sections: () => [],
  limits: [
    "Behaviours of written answers are told from their form alone, and form goes with length: a shift found with lengths " +
      "matched is one of form, and still none of goals.",
    "Shuffles of one set of answers are not new answers: intervals cover the order and the choice of the reference only.",
    "Real streams have no shuffled order: neighbours may be alike, and then there are more false alarms.",
    "The reference is an estimate from half of the answers; a promise from the run-length solver takes it for exact.",
  ],
};
