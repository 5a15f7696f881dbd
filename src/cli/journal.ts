/**
 * The finished trials of a run, one JSON line each in DIR/trials.jsonl, so that a run that was killed goes on where it
 * was. The first line says which run it is; a last line without its line feed was torn off and does not count.
 */
import { type FileHandle, mkdir, open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { UserError } from "./exit.js";

/** Everything that decides what the trials are; plain JSON. */
export interface RunIdentity {
  readonly experiment: string;
  readonly version: string;
  readonly seed: number;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Of the files that the experiment reads. */
  readonly data?: string;
  readonly trials: number;
}

export interface FinishedTrial {
  readonly trial: number;
  /** What it did and how long that took: for information, never part of a result. */
  readonly activity: string;
  readonly seconds: number;
  readonly result: unknown;
}

export interface Journal {
  /** Trials that an earlier run finished, by index. */
  readonly finished: ReadonlyMap<number, FinishedTrial>;
  /** Resolves once the trial is on the disk. */
  append(trial: FinishedTrial): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param resume goes on with the run in `directory`; without it, a folder with an unfinished run is refused.
 * @throws UserError when there is nothing to resume, or another run's.
 */
export async function openJournal(directory: string, run: RunIdentity, resume: boolean): Promise<Journal> {
  const path = join(directory, "trials.jsonl");
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw new UserError(`cannot read ${path}: ${error.message}`);
  });
  const lines = text?.split("\n").slice(0, -1) ?? [];
  if (resume && lines.length === 0) throw new UserError(`nothing to resume: no finished trials in ${path}`);
  if (!resume && lines.length > 0) refuseUnfinished(path, lines, directory);
  const finished = resume ? readTrials(path, lines, run) : new Map<number, FinishedTrial>();
  try {
    await mkdir(directory, { recursive: true });
    const file = await open(path, resume ? "r+" : "w");
    const kept = resume ? Buffer.byteLength(`${lines.join("\n")}\n`) : 0;
    await file.truncate(kept);
    const writer = new LineWriter(file, kept);
    if (!resume) await writer.append(run);
    return { finished, append: (trial) => writer.append(trial), close: () => writer.close() };
  } catch (error) {
    throw new UserError(`cannot write ${path}: ${(error as Error).message}`);
  }
}

/** Appends whole lines, one after the other, each on the disk before its promise resolves. */
class LineWriter {
  readonly #file: FileHandle;
  #end: number;
  #last: Promise<void> = Promise.resolve();

  constructor(file: FileHandle, end: number) {
    this.#file = file;
    this.#end = end;
  }

  append(value: unknown): Promise<void> {
    const line = Buffer.from(`${JSON.stringify(value)}\n`);
    this.#last = this.#last.then(async () => {
      await this.#file.write(line, 0, line.length, this.#end);
      this.#end += line.length;
      await this.#file.datasync();
    });
    return this.#last;
  }

  async close(): Promise<void> {
    // A failed append has been reported where it was awaited.
    await this.#last.catch(() => {});
    await this.#file.close();
  }
}

function refuseUnfinished(path: string, lines: readonly string[], directory: string): void {
  const { trials } = parse(path, lines, 0) as RunIdentity;
  const done = lines.length - 1;
  if (done < trials)
    throw new UserError(
      `${directory} holds ${done} of ${trials} trials of an unfinished run: --resume goes on with it; or remove ${path}, or choose another folder`,
    );
}

function readTrials(path: string, lines: readonly string[], run: RunIdentity): Map<number, FinishedTrial> {
  const header = parse(path, lines, 0) as RunIdentity;
  const difference = differenceOf(header, JSON.parse(JSON.stringify(run)));
  if (difference !== undefined)
    throw new UserError(`${path} is of another run: ${difference}; resume with what it was started with`);
  const finished = new Map<number, FinishedTrial>();
  for (let i = 1; i < lines.length; i++) {
    const entry = parse(path, lines, i) as FinishedTrial;
    const { trial } = entry;
    if (!(Number.isInteger(trial) && trial >= 0 && trial < run.trials) || finished.has(trial))
      throw new UserError(`${path}:${i + 1}: expected a trial not seen before, got ${JSON.stringify(trial)}`);
    finished.set(trial, entry);
  }
  return finished;
}

function parse(path: string, lines: readonly string[], index: number): unknown {
  try {
    return JSON.parse(lines[index] as string);
  } catch {
    throw new UserError(`${path}:${index + 1}: not JSON: the file was changed after it was written`);
  }
}

/** Everything in which two runs differ, in words; undefined where they are the same. */
function differenceOf(there: RunIdentity, here: RunIdentity): string | undefined {
  const compare = (what: string, a: unknown, b: unknown): string[] =>
    isDeepStrictEqual(a, b) ? [] : [`${what} was ${text(a)} and is ${text(b)}`];
  const names = new Set([...Object.keys(there.parameters ?? {}), ...Object.keys(here.parameters)]);
  const differences = [
    ...(["experiment", "version", "seed", "data"] as const).flatMap((name) =>
      compare(name, there[name], here[name]),
    ),
    ...[...names].flatMap((name) =>
      compare(`parameter ${name}`, there.parameters?.[name], here.parameters[name]),
    ),
  ];
  // Parameters decide how many trials there are.
  const all =
    differences.length > 0 ? differences : compare("the number of trials", there.trials, here.trials);
  return all.length === 0 ? undefined : all.join("; ");
}

const text = (value: unknown): string => (value === undefined ? "absent" : JSON.stringify(value));
