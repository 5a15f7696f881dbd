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
import { type Run, type Told, type TrialProgress, type TrialText, trialText } from "./trial.js";
import { workerPool } from "./worker-pool.js";

/** Takes what a trial tells on its way. */
export type Follower = (trial: number, happening: unknown) => Promise<void>;

export interface RunOptions {
  /** Threads that run trials. Default: as many as there are cores, or trials. The result does not depend on it. */
  readonly workers?: number | undefined;
  /** Folder of the files that the experiment reads. */
  readonly data?: string | undefined;
  /** Folder that keeps the finished trials: a run that is killed can go on. */
  readonly out?: string | undefined;
  /** Goes on with the run in `out`. */
  readonly resume?: boolean | undefined;
  /** Takes what trials tell on their way, each trial's in order: a trial goes on when this has resolved. */
  readonly follow?: Follower | undefined;
}

/** Runs an experiment with progress on stderr, its trials in parallel; Ctrl-C stops it and loses no finished trial. */
export async function runWithProgress<P extends Parameters, Trial>(
  experiment: Experiment<P, Trial>,
  parameters: P,
  seed: number,
  options: RunOptions = {},
): Promise<ExperimentResult> {
  const trials = experiment.trials(parameters);
  const { data, follow } = options;
  const run: Run = { name: experiment.name, parameters, seed, data, followed: follow !== undefined };
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
      const how = { run, waiting, keep, follow, progress, signal };
      // Who follows is not to be kept waiting by the work: it is done on threads.
      const threads = workers > 1 || (follow !== undefined && workers > 0);
      return threads ? inParallel(workers, how) : oneByOne(experiment as unknown as Experiment, how);
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
  readonly follow: Follower | undefined;
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

async function inParallel(
  workers: number,
  { run, waiting, keep, follow, progress, signal }: How,
): Promise<void> {
  const pool = workerPool(workers, run, (message) => {
    if ("happening" in message) void handOn(message, follow);
    else void progress.report(message);
  });
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

async function handOn({ trial, happening, reply }: Told, follow: Follower | undefined): Promise<void> {
  const failure = await follow?.(trial, happening).then(
    () => null,
    (error: Error) => error.message,
  );
  reply.postMessage(failure ?? null);
  reply.close();
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
