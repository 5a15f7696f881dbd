export { type Advantages, generalisedAdvantages, improvedValues, standardised } from "./advantages.js";
export { type AgentOptions, type AgentSnapshot, PolicyGradientAgent, type Update } from "./agent.js";
export { episodeTotals, playEpisodes, type Rollouts } from "./rollouts.js";
export { type TabularTaskOptions, tabularTask } from "./tabular-task.js";
export { type EpisodicTask, type Observations, type Outcome, oneHotObservations, type Play } from "./task.js";
