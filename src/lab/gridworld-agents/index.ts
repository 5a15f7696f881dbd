import { defineExperiment } from "../experiment.js";
import { type GridworldAgentsParameters, gridworldAgentsDefaults, problem, quick } from "./parameters.js";
import { question, rule, summarise } from "./summarise.js";
import { type GridworldAgentsTrial, trial } from "./trial.js";
import type { WorldName } from "./worlds/registry.js";

/** Agents trained on the visible reward of gridworlds: do they game it, does S show it, does work hold the goal? */
export const gridworldAgents = defineExperiment<GridworldAgentsParameters, GridworldAgentsTrial>({
  name: "gridworld-agents",
  version: "1",
  question,
  rule,
  defaults: gridworldAgentsDefaults,
  quick,
  sampleSize: "seeds",
  problem,
  trials: ({ seeds, worlds }) => seeds * worlds.length,
  part: (parameters, index) => ({
    ...parameters,
    worlds: [parameters.worlds[index % parameters.worlds.length] as WorldName],
  }),
  trial,
  summarise,
});
