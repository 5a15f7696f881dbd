/**
 * The contract of an experiment: trials are pure functions of (parameters, seed) that take and return JSON, so any
 * worker anywhere could run one; `summarise` states the verdict by the rule that was fixed before.
 */
import type { ExperimentResult } from "../contracts/index.js";
import { RandomStream } from "../numeric/index.js";

export interface Progress {
  /** Trials finished and planned. */
  readonly trial: number;
  readonly trials: number;
  /** What has been done of the running trials, in trials. */
  readonly fraction: number;
  /** What is being done now. */
  readonly activity: string;
}

/** What the caller lends an experiment: a place to report to, and a way to stop it. */
export interface Context {
  /** Awaited, so that a caller can draw, or let its event loop turn, between pieces of work. */
  progress(progress: Progress): Promise<void>;
  readonly signal: AbortSignal;
}

export interface TrialContext {
  progress(fraction: number, activity: string): Promise<void>;
  /**
   * Takes what the trial tells of on its way, plain JSON and no part of its result; resolves once it was taken. Absent
   * where nobody listens.
   */
  tell?(happening: unknown): Promise<void>;
}

export type Parameters = Readonly<Record<string, unknown>>;

export interface ExperimentDescription<P extends Parameters = Parameters> {
  readonly name: string;
  /** Raised whenever the same parameters and seed would give another result. */
  readonly version: string;
  readonly question: string;
  /** Decision rule and sample size, fixed before the run. */
  readonly rule: string;
  readonly defaults: P;
  /** The parameters that make a run of under a minute of it; its verdict is worth little. */
  readonly quick: Partial<P>;
  /** The parameter that is its sample size: what `--trials` sets. */
  readonly sampleSize: keyof P & string;
  /** What is wrong with these parameters, which have the types of the defaults; undefined when nothing is. */
  problem(parameters: P): string | undefined;
}

export interface Experiment<P extends Parameters = Parameters, Trial = unknown>
  extends ExperimentDescription<P> {
  /** Trials at these parameters. */
  trials(parameters: P): number;
  /** The parameters of trial `index`, where trials differ in more than their seed. Default: those of the run. */
  part?(parameters: P, index: number): P;
  trial(parameters: P, seed: number, context: TrialContext): Promise<Trial>;
  summarise(parameters: P, seed: number, trials: readonly Trial[]): ExperimentResult;
}

/** An experiment on files that the user has: `dataFormat` names the reader whose output `on` takes. */
export interface DataExperiment<P extends Parameters = Parameters, Trial = unknown, Data = unknown>
  extends ExperimentDescription<P> {
  readonly dataFormat: string;
  on(data: Data): Experiment<P, Trial>;
}

/** What a run came to: a result but for what is known before it runs. */
export type Conclusion = Omit<
  ExperimentResult,
  "experiment" | "version" | "seed" | "parameters" | "question" | "rule"
> & {
  /** Where the result states more of them than a run is given. */
  readonly parameters?: Parameters;
};

/** An experiment whose results say of which experiment, in which version, asked and judged how, they are. */
export function defineExperiment<P extends Parameters, Trial>({
  summarise,
  ...rest
}: Omit<Experiment<P, Trial>, "summarise"> & {
  summarise(parameters: P, trials: readonly Trial[]): Conclusion;
}): Experiment<P, Trial> {
  const { name, version, question, rule } = rest;
  return {
    ...rest,
    summarise: (parameters, seed, trials) => ({
      experiment: name,
      version,
      seed,
      parameters,
      question,
      rule,
      ...summarise(parameters, trials),
    }),
  };
}

/** The seed of trial `index`: a 32-bit number derived from the run's seed. */
export function trialSeed(experiment: string, seed: number, index: number): number {
  return RandomStream.fromSeed(seed)
    .split(experiment, "trial", index)
    .integer(2 ** 32);
}

/** Trial `index` of a run: a function of the experiment and these arguments, whoever calls it, in whatever order. */
export function runTrial<P extends Parameters, Trial>(
  experiment: Experiment<P, Trial>,
  parameters: P,
  seed: number,
  index: number,
  context: TrialContext,
): Promise<Trial> {
  const part = experiment.part?.(parameters, index) ?? parameters;
  return experiment.trial(part, trialSeed(experiment.name, seed, index), context);
}

/** Runs all trials in order, then summarises. Rejects with the signal's reason when aborted. */
export async function runExperiment<P extends Parameters, Trial>(
  experiment: Experiment<P, Trial>,
  parameters: P,
  seed: number,
  context: Context,
): Promise<ExperimentResult> {
  const trials = experiment.trials(parameters);
  const results: Trial[] = [];
  for (let trial = 0; trial < trials; trial++) {
    const progress = async (fraction: number, activity: string): Promise<void> => {
      await context.progress({ trial, trials, fraction, activity });
      context.signal.throwIfAborted();
    };
    results.push(await runTrial(experiment, parameters, seed, trial, { progress }));
  }
  return experiment.summarise(parameters, seed, results);
}
