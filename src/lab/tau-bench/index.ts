import type { Transcript } from "../../contracts/index.js";
import type { ToolGoal } from "../../goals/index.js";
import { RandomStream } from "../../numeric/index.js";
import type { DataExperiment, Experiment } from "../experiment.js";
import { problemIn, whole } from "../parameter-checks.js";
import { logLikelihoods } from "./inference.js";
import {
  rule,
  summarise,
  type TauBenchParameters,
  type TauBenchTrial,
  tauBenchDefaults,
} from "./summarise.js";
import { priorEntropy, taskGoals } from "./task-goals.js";
import { type TaskRuns, taskRuns } from "./tasks.js";

/** Goals of real agents from their tool calls, against the tasks that they were given. */
export const tauBench: DataExperiment<TauBenchParameters, TauBenchTrial, readonly Transcript[]> = {
  name: "tau-bench",
  version: "2",
  dataFormat: "tau-bench",
  question:
    "Do an agent's tool calls reveal which of tau-bench's tasks it was given, and is it the runs that serve the " +
    "intended goal that succeed?",
  rule,
  defaults: tauBenchDefaults,
  quick: { resamples: 200 },
  sampleSize: "resamples",
  problem: (p) => problemIn(p, { candidates: whole(2), resamples: whole(100) }),
  on: (transcripts) => onRuns(taskRuns(transcripts)),
};

function onRuns(data: TaskRuns): Experiment<TauBenchParameters, TauBenchTrial> {
  const { goals, runs } = data;
  return {
    ...tauBench,
    trials: () => 1,
    async trial(_parameters, seed, { progress }) {
      const stream = RandomStream.fromSeed(seed);
      const full = await logLikelihoods(runs, goals, (done) => progress(0.4 * done, "goals from calls"));
      const names = await logLikelihoods(runs, goals.map(withoutArguments), (done) =>
        progress(0.4 + 0.3 * done, "goals from the names of tools"),
      );
      const tasks = await taskGoals(data, full, stream, (done) =>
        progress(0.7 + 0.3 * done, "goals of each task's runs"),
      );
      return { full, names, tasks, priorEntropy: priorEntropy(goals.length + 1, stream.split("prior")) };
    },
    summarise: (parameters, seed, [trial]) => ({
      experiment: tauBench.name,
      version: tauBench.version,
      seed,
      parameters,
      question: tauBench.question,
      rule: tauBench.rule,
      ...summarise(data, trial!, parameters, RandomStream.fromSeed(seed).split("tau-bench")),
    }),
  };
}

const withoutArguments = (goal: ToolGoal): ToolGoal => ({
  ...goal,
  actions: goal.actions.map(({ tool }) => ({ tool })),
});
