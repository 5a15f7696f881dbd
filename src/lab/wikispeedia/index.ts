import type { NavigationData } from "../../contracts/index.js";
import type { DataExperiment } from "../experiment.js";
import { problem, type WikispeediaParameters, wikispeediaDefaults } from "./parameters.js";
import { questionText, rule, summarise } from "./summarise.js";
import { trial, type WikispeediaTrial } from "./trial.js";

const description = {
  name: "wikispeedia",
  version: "2",
  question: questionText,
  rule,
  defaults: wikispeediaDefaults,
  quick: { learningPaths: 300, temperingPaths: 300, testPaths: 500, replications: 100 },
  sampleSize: "testPaths" as const,
  problem,
};

/** People look for an article by following links: which one, and how surely can it be told from their clicks? */
export const wikispeedia: DataExperiment<WikispeediaParameters, WikispeediaTrial, NavigationData> = {
  ...description,
  dataFormat: "wikispeedia",
  on: (data) => ({
    ...description,
    trials: () => 1,
    trial: (parameters, seed, context) => trial(data, parameters, seed, context),
    summarise: (parameters, seed, [result]) => ({
      experiment: description.name,
      version: description.version,
      ...summarise(data, parameters, seed, result as WikispeediaTrial),
    }),
  }),
};
