import type { AnswerData } from "../../contracts/index.js";
import type { DataExperiment } from "../experiment.js";
import { comparisonsOf } from "./conditions.js";
import { problem, type RealStreamsParameters, realStreamsDefaults } from "./parameters.js";
import { question, rule, summarise } from "./summarise.js";
import { type RealStreamsTrial, trial } from "./trial.js";

const name = "real-streams";
const version = "1";

/** Answers of real models as streams: false alarms against the promise, and the delay of finding another model. */
export const realStreams: DataExperiment<RealStreamsParameters, RealStreamsTrial, AnswerData> = {
  name,
  version,
  dataFormat: "answers",
  question,
  rule,
  defaults: realStreamsDefaults,
  quick: { shuffles: 30, ideal: 200 },
  sampleSize: "shuffles",
  problem,
  on: (data) => {
    const comparisons = comparisonsOf(data);
    return {
      ...realStreams,
      trials: () => comparisons.length,
      part: (parameters, comparison) => ({ ...parameters, comparison }),
      trial: (parameters, seed, context) =>
        trial(comparisons[parameters.comparison]!, parameters, seed, context),
      summarise: (parameters, seed, trials) => ({
        experiment: name,
        version,
        ...summarise(parameters, seed, trials),
      }),
    };
  },
};
