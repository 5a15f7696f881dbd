import type { ReadObservation } from "../../ingest/index.js";
import type { Monitor, MonitorReport, MonitorState, MonitorStep, Windowing } from "../../monitor/index.js";

/** An observation as it stood in the input. */
export interface Entry {
  readonly observation: ReadObservation;
  readonly line: number;
  readonly text: string;
}

/** The report of a window; the system's name is "" where the input names none. */
export interface SystemReport {
  readonly system: string;
  readonly report: MonitorReport;
}

export interface RejectedLine {
  readonly line: number;
  readonly reason: string;
  readonly message: string;
  readonly record: string;
}

/** Most systems in one input: beyond it the column holds something else. */
const mostSystems = 10_000;
/** Windows between the latest observation and the clock within which a stream counts as live. */
const live = 1000;

/** One monitor a system, all with the same settings. */
export class Systems {
  readonly #monitor: Monitor;
  readonly #windowing: Windowing;
  readonly #states: Map<string, MonitorState>;
  /** When each was last heard of, by the clock, seconds. */
  readonly #heard: Map<string, number>;

  /** @param now by the clock, seconds. */
  constructor(
    monitor: Monitor,
    windowing: Windowing,
    states: Readonly<Record<string, MonitorState>>,
    now: number,
  ) {
    this.#monitor = monitor;
    this.#windowing = windowing;
    this.#states = new Map(Object.entries(states));
    this.#heard = new Map(Object.keys(states).map((system) => [system, now]));
  }

  get states(): ReadonlyMap<string, MonitorState> {
    return this.#states;
  }

  /** Entries of one system are taken in their order. */
  step(entries: readonly Entry[], now: number): { reports: SystemReport[]; rejected: RejectedLine[] } {
    const reports: SystemReport[] = [];
    const rejected: RejectedLine[] = [];
    for (const [system, own] of bySystem(entries)) {
      if (!this.#states.has(system) && this.#states.size >= mostSystems) {
        const message = `more than ${mostSystems} different systems; is this the field of systems?`;
        rejected.push(
          ...own.map(({ line, text }) => ({ line, reason: "unreadable", message, record: text })),
        );
        continue;
      }
      this.#heard.set(system, now);
      const state = this.#states.get(system) ?? this.#monitor.init();
      const step = this.#monitor.step(
        state,
        own.map(({ observation }) => observation),
      );
      reports.push(...this.#take(system, step));
      for (const { index, ...rest } of step.rejected)
        rejected.push({ line: own[index]!.line, ...rest, record: own[index]!.text });
    }
    return { reports, rejected };
  }

  /**
   * Windows without observations of the systems that were not heard of for the length of a window: up to one such length
   * before `now`, so that what is on its way is not late for it.
   */
  tick(now: number): SystemReport[] {
    const { by, size, slide = size } = this.#windowing;
    if (by !== "time") return [];
    return [...this.#states].flatMap(([system, state]) => {
      const { newest } = state.counting;
      const silent = now - (this.#heard.get(system) ?? now) >= slide;
      if (!silent || newest === null || Math.abs(now - newest) > live * slide) return [];
      return this.#take(system, this.#monitor.advance(state, now - slide));
    });
  }

  /** The end of all input. */
  finish(): SystemReport[] {
    return [...this.#states].flatMap(([system, state]) => this.#take(system, this.#monitor.finish(state)));
  }

  #take(system: string, { state, reports }: MonitorStep): SystemReport[] {
    this.#states.set(system, state);
    return reports.map((report) => ({ system, report }));
  }
}

function bySystem(entries: readonly Entry[]): Map<string, Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const system = entry.observation.system ?? "";
    const group = groups.get(system);
    if (group === undefined) groups.set(system, [entry]);
    else group.push(entry);
  }
  return groups;
}
