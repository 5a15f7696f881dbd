import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { ExperimentResult } from "../contracts/index.js";
import type { Experiment, Parameters } from "../lab/index.js";
import { UserError } from "./exit.js";
import { writeWhole } from "./files.js";
import { fingerprint } from "./fingerprint.js";
import { interruptible } from "./interrupt.js";
import { type FinishedTrial, type Journal, openJournal } from "./journal.js";
import { type ProgressLine, progressLine } from "./progress.js";
import { timing } from "./timing.js";
import { type Run, type TrialProgress, type TrialText, trialText } from "./trial.js";
import { workerPool } from "./worker-pool.js";

export interface RunOptions {
  /** Threads that run trials. Default: as many as there are cores, or trials. The result does not depend on it. */
  readonly workers?: number | undefined;
  /** Folder of the files that the experiment reads. */
  readonly data?: string | undefined;
  /** Folder that keeps the finished trials: a run that is killed can go on. */
  readonly out?: string | undefined;
  /** Goes on with the run in `out`. */
  readonly resume?: boolean | undefined;
}

/** Runs an experiment with progress on stderr, its trials in parallel; Ctrl-C stops it and loses no finished trial. */
export async function runWithProgress<P extends Parameters, Trial>(
  experiment: Experiment<P, Trial>,
  parameters: P,
  seed: number,
  options: RunOptions = {},
): Promise<ExperimentResult> {
  const trials = experiment.trials(parameters);
  const run: Run = { name: experiment.name, parameters, seed, data: options.data };
  const journal = await journalOf(experiment, run, trials, options);
  const finished = new Map(journal?.finished);
  const waiting = Array.from({ length: trials }, (_, trial) => trial).filter((trial) => !finished.has(trial));
  const line = progressLine();
  const keep = async ({ result, ...trial }: TrialText): Promise<void> => {
    const entry = { ...trial, result: JSON.parse(result) as unknown };
    await journal?.append(entry);
    finished.set(trial.trial, entry);
  };
  const outcome = (): string =>
    journal === undefined
      ? "nothing was written"
      : `${finished.size} of ${trials} trials are kept in ${options.out}: the same command with --resume goes on`;
  try {
    const workers = Math.min(options.workers ?? availableParallelism(), waiting.length);
    const progress = new Running(line, trials, () => finished.size);
    await interruptible((signal) => {
      const how = { run, waiting, keep, progress, signal };
      return workers > 1 ? inParallel(workers, how) : oneByOne(experiment as unknown as Experiment, how);
    }, outcome);
  } finally {
    line.stop();
    await journal?.close();
  }
  const inOrder = Array.from({ length: trials }, (_, trial) => finished.get(trial) as FinishedTrial);
  if (options.out !== undefined)
    await writeWhole(join(options.out, "timing.json"), `${JSON.stringify(timing(inOrder), null, 2)}\n`);
  return experiment.summarise(
    parameters,
    seed,
    inOrder.map(({ result }) => result as Trial),
  );
}

/** A run of one trial has nothing to resume, and no journal. */
async function journalOf<P extends Parameters, Trial>(
  { name, version }: Experiment<P, Trial>,
  { parameters, seed, data }: Run,
  trials: number,
  { out, resume = false }: RunOptions,
): Promise<Journal | undefined> {
  if (resume && out === undefined)
    throw new UserError("--resume goes on with the run in a folder: expected --out DIR");
  if (resume && trials === 1) throw new UserError(`${name} is a single trial: there is nothing to resume`);
  if (out === undefined || trials === 1) return undefined;
  const files = data === undefined ? {} : { data: await fingerprint(data) };
  return openJournal(out, { experiment: name, version, seed, parameters, ...files, trials }, resume);
}

/** How trials are run: which, where they go, whom to tell, and when to stop. */
interface How {
  readonly run: Run;
  readonly waiting: readonly number[];
  readonly keep: (trial: TrialText) => Promise<void>;
  readonly progress: Running;
  readonly signal: AbortSignal;
}

async function oneByOne(
  experiment: Experiment,
  { run, waiting, keep, progress, signal }: How,
): Promise<void> {
  for (const trial of waiting) {
    const report = async (done: TrialProgress): Promise<void> => {
      await progress.report(done);
      signal.throwIfAborted();
    };
    await keep(await trialText(experiment, run.parameters, run.seed, trial, report));
    progress.forget(trial);
  }
}

async function inParallel(workers: number, { run, waiting, keep, progress, signal }: How): Promise<void> {
  const pool = workerPool(workers, run, (done) => void progress.report(done));
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
  // One iterator for all: the pool is given no more than it can run, so that trials are begun in their order.
  const queue = waiting.values();
  const lane = async (): Promise<void> => {
    for (const trial of queue) {
      const text = await pool.run(trial);
      progress.forget(trial);
      await keep(text);
      await progress.show(text.activity);
    }
  };
  const lanes = Array.from({ length: workers }, lane);
  try {
    await Promise.race([Promise.all(lanes), aborted]);
  } finally {
    await pool.close();
    await Promise.allSettled(lanes);
  }
}

/** Adds up what the running trials report. */
class Running {
  readonly #line: ProgressLine;
  readonly #trials: number;
  readonly #finished: () => number;
  readonly #fractions = new Map<number, number>();

  constructor(line: ProgressLine, trials: number, finished: () => number) {
    this.#line = line;
    this.#trials = trials;
    this.#finished = finished;
  }

  report({ trial, fraction, activity }: TrialProgress): Promise<void> {
    this.#fractions.set(trial, fraction);
    return this.show(activity);
  }

  show(activity: string): Promise<void> {
    const running = [...this.#fractions.values()].reduce((a, b) => a + b, 0);
    return this.#line.show({ trial: this.#finished(), trials: this.#trials, fraction: running, activity });
  }

  forget(trial: number): void {
    this.#fractions.delete(trial);
  }
}
