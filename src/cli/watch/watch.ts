/** The loop of `telostat watch`: lines in, windows out, and after each batch the state, so that nothing counts twice. */

import type { WatchState } from "../../contracts/index.js";
import {
  csvObservations,
  InputError,
  jsonObservations,
  type ObservationFields,
  type ObservationFormat,
  type ObservationReader,
} from "../../ingest/index.js";
import {
  type AlarmRuleOptions,
  type MonitorOptions,
  type MonitorState,
  monitor,
} from "../../monitor/index.js";
import { UserError } from "../exit.js";
import { AppendedFile } from "./appended-file.js";
import { fileLines, type InputPosition, type LineBatch, startOfInput, streamLines } from "./line-source.js";
import { jsonLines, plainLines, type Wording } from "./report-lines.js";
import { loadState, saveState } from "./state-file.js";
import { type Entry, type RejectedLine, type SystemReport, Systems } from "./systems.js";
import { type Totals, View } from "./view.js";

export interface WatchSettings {
  /** Absent for standard input. */
  readonly path: string | undefined;
  readonly source: string;
  readonly format: ObservationFormat | undefined;
  readonly fields: ObservationFields;
  readonly monitor: MonitorOptions & { readonly alarms: readonly AlarmRuleOptions[] };
  /** Everything that decides the figures, as plain JSON. */
  readonly identity: WatchState["settings"];
  readonly follow: boolean;
  readonly failOnAlarm: boolean;
  readonly state: string | undefined;
  readonly out: string | undefined;
  readonly rejects: string | undefined;
  readonly output: "json" | "plain" | "view";
}

export interface WatchOutcome {
  /** Alarms that were raised. */
  readonly raised: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
}

/** Messages about single records that are written to stderr; the others are counted. */
const mostMessages = 5;

export async function watch(settings: WatchSettings, signal: AbortSignal): Promise<WatchOutcome> {
  const saved = settings.state === undefined ? undefined : await loadState(settings.state, settings.identity);
  const watching = await Watching.begin(settings, saved);
  try {
    for await (const batch of watching.batches(signal)) {
      await watching.take(batch);
      if (settings.follow && settings.failOnAlarm && watching.raised > 0) break;
    }
    if (settings.state === undefined && !signal.aborted) await watching.finish();
  } finally {
    await watching.close();
  }
  return { raised: watching.raised, ...watching.totals() };
}

class Watching {
  raised = 0;
  readonly #settings: WatchSettings;
  readonly #wording: Wording;
  readonly #systems: Systems;
  readonly #out: AppendedFile | undefined;
  readonly #rejects: AppendedFile | undefined;
  readonly #view: View | undefined;
  #read: ObservationReader | undefined;
  #position: InputPosition;
  #header: string | null;
  #unreadable: number;
  #messages = 0;

  static async begin(settings: WatchSettings, saved: WatchState | undefined): Promise<Watching> {
    const lengthOf = (path: string, known: WatchState["out"] | undefined): number | undefined =>
      known?.path === path ? known.bytes : undefined;
    const out = settings.out && (await AppendedFile.open(settings.out, lengthOf(settings.out, saved?.out)));
    const rejects =
      settings.rejects &&
      (await AppendedFile.open(settings.rejects, lengthOf(settings.rejects, saved?.rejects)));
    const watching = new Watching(settings, saved, out || undefined, rejects || undefined);
    // From now on it is known what stood in the files before.
    await watching.#save();
    return watching;
  }

  private constructor(
    settings: WatchSettings,
    saved: WatchState | undefined,
    out: AppendedFile | undefined,
    rejects: AppendedFile | undefined,
  ) {
    const { goals, windowing } = settings.monitor;
    this.#settings = settings;
    this.#wording = { goals, windowing };
    this.#systems = new Systems(
      monitor(settings.monitor),
      windowing,
      (saved?.systems ?? {}) as Record<string, MonitorState>,
      Date.now() / 1000,
    );
    this.#out = out;
    this.#rejects = rejects;
    this.#view = settings.output === "view" ? new View(this.#wording, limitOf(settings)) : undefined;
    // What comes by standard input is new, whatever was read before.
    this.#position = saved && settings.path !== undefined ? saved.input : startOfInput;
    this.#header = settings.path === undefined ? null : (saved?.input.header ?? null);
    this.#unreadable = saved?.unreadable ?? 0;
  }

  batches(signal: AbortSignal): AsyncGenerator<LineBatch> {
    const { path, follow, state, source } = this.#settings;
    if (path === undefined) return streamLines(source, process.stdin as AsyncIterable<Buffer>, signal);
    return fileLines(path, { from: this.#position, follow, resumable: state !== undefined, signal });
  }

  async take(batch: LineBatch): Promise<void> {
    if (batch.restarted) this.#restart();
    const rejected: RejectedLine[] = [];
    const entries = this.#entries(batch, rejected);
    this.#unreadable += rejected.length;
    const now = Date.now() / 1000;
    const step = this.#systems.step(entries, now);
    const reports = [...step.reports, ...(this.#settings.follow ? this.#systems.tick(now) : [])];
    const idle = batch.lines.length === 0 && reports.length === 0;
    this.#position = batch.position;
    await this.#tell(
      reports,
      [...rejected, ...step.rejected].sort((a, b) => a.line - b.line),
    );
    if (!idle) await this.#save();
  }

  async finish(): Promise<void> {
    await this.#tell(this.#systems.finish(), []);
  }

  async close(): Promise<void> {
    this.#view?.end(this.#viewTotals());
    await this.#out?.close();
    await this.#rejects?.close();
  }

  totals(): Omit<WatchOutcome, "raised"> {
    let [accepted, duplicates, rejected] = [0, 0, this.#unreadable];
    for (const { counting } of this.#systems.states.values()) {
      accepted += counting.accepted;
      duplicates += counting.duplicates;
      rejected += Object.values(counting.rejected).reduce((a, b) => a + b, 0);
    }
    return { accepted, duplicates, rejected };
  }

  #restart(): void {
    this.#note(`${this.#settings.source} was replaced or cut short: reading it from its start`);
    this.#read = undefined;
    this.#header = null;
  }

  #entries({ lines, first }: LineBatch, rejected: RejectedLine[]): Entry[] {
    const { source } = this.#settings;
    const entries: Entry[] = [];
    for (const [i, text] of lines.entries()) {
      const position = { source, line: first + i };
      try {
        if (text === null) throw new InputError(position, "not UTF-8 text");
        if (this.#read === undefined && this.#begins(text, position)) continue;
        const observation = this.#read?.(text, position);
        if (observation !== undefined) entries.push({ observation, line: position.line, text });
      } catch (error) {
        if (!(error instanceof InputError) || this.#read === undefined) throw error;
        const message = error.message.slice(error.message.indexOf(": ") + 2);
        rejected.push({ line: position.line, reason: "unreadable", message, record: text ?? "" });
      }
    }
    return entries;
  }

  /** Finds the reader by the first line that is not blank, or the header that is known; whether that line is done with. */
  #begins(text: string, position: { source: string; line: number }): boolean {
    if (text.trim() === "") return true;
    const { fields, format, monitor } = this.#settings;
    const timed = monitor.windowing.by === "time";
    const csv = format === "csv" || (format === undefined && this.#header === null && !/^\s*[{[]/.test(text));
    if (this.#header === null && !csv) {
      this.#read = jsonObservations(fields, timed);
      return false;
    }
    const known = this.#header !== null;
    this.#header ??= text;
    this.#read = csvObservations(this.#header, fields, timed, position);
    return !known;
  }

  async #tell(reports: readonly SystemReport[], rejected: readonly RejectedLine[]): Promise<void> {
    for (const { report } of reports)
      this.raised += report.assessment?.alarms.filter(({ notice }) => notice === "raised").length ?? 0;
    const { output } = this.#settings;
    const json = (): string[] =>
      reports.flatMap((report) => jsonLines(report, this.#wording).map((line) => JSON.stringify(line)));
    if (this.#out !== undefined) await this.#out.append(json());
    else if (output !== "view") {
      const lines =
        output === "json" ? json() : reports.flatMap((report) => plainLines(report, this.#wording));
      await printed(lines);
    }
    await this.#rejects?.append(rejected.map((line) => JSON.stringify(line)));
    for (const { line, message } of rejected) {
      if (this.#messages++ < mostMessages)
        this.#note(`${this.#settings.source}:${line}: ${message}; set aside`);
      if (this.#messages === mostMessages + 1)
        this.#note("further records that are set aside are only counted");
    }
    for (const report of reports) this.#view?.add(report);
    this.#view?.draw(this.#viewTotals());
  }

  async #save(): Promise<void> {
    const { state, identity, source } = this.#settings;
    if (state === undefined) return;
    const { offset, lines, before } = this.#position;
    await saveState(state, {
      file: "telostat watch state",
      version: 1,
      settings: identity,
      input: { source, offset, lines, before, header: this.#header },
      out: this.#out?.written() ?? null,
      rejects: this.#rejects?.written() ?? null,
      unreadable: this.#unreadable,
      systems: Object.fromEntries(this.#systems.states) as unknown as WatchState["systems"],
    });
  }

  #note(text: string): void {
    if (this.#view === undefined) process.stderr.write(`telostat: ${text}\n`);
  }

  #viewTotals(): Totals {
    const { source, follow } = this.#settings;
    return { source, following: follow, ...this.totals() };
  }
}

/** The limit of S, where there is one. */
function limitOf({ monitor }: WatchSettings): number | undefined {
  const limits = monitor.alarms.flatMap(({ of = "entropy", against }) =>
    of === "entropy" && against !== undefined && "limit" in against ? [against.limit] : [],
  );
  return limits[0];
}

/** Waits where the reader of a pipe is slow. */
async function printed(lines: readonly string[]): Promise<void> {
  if (lines.length === 0) return;
  await new Promise<void>((resolve, reject) => {
    process.stdout.write(`${lines.join("\n")}\n`, (error) =>
      error ? reject(new UserError(`cannot write: ${error.message}`)) : resolve(),
    );
  });
}
