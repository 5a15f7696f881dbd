import { contentHash, hash53, IdMemory, type RememberedIds } from "./identity.js";
import type { Content, contentReader, Observation, Rejection, RejectionReason } from "./observation.js";
import type { Panes } from "./windowing.js";

/** What was counted in one pane. */
export interface Pane {
  readonly index: number;
  /** Observations. */
  readonly n: number;
  /** Observations of each goal, or sums of weights, [goals]. */
  readonly counts: readonly number[];
}

/** Plain JSON. */
export interface CountingState {
  readonly version: 1;
  /** Panes with observations that are not closed yet, ascending. */
  readonly open: readonly Pane[];
  /** The first pane not closed yet; null until one is. */
  readonly next: number | null;
  /** The latest time, or the number of observations; null before the first. */
  readonly newest: number | null;
  /** A time far ahead that no second observation has confirmed. */
  readonly leap: number | null;
  readonly remembered: RememberedIds;
  /** Observations that count; those with n > 1 count n times. */
  readonly accepted: number;
  /** Repeats that were ignored. */
  readonly duplicates: number;
  readonly rejected: Readonly<Partial<Record<RejectionReason, number>>>;
}

export interface LedgerSettings {
  readonly goals: readonly string[];
  readonly panes: Panes;
  readonly lateness: number;
  readonly idHorizon: number;
  readonly mostGap: number;
}

type Refusal = Omit<Rejection, "index">;

/** A counting state, thawed for the length of one call. */
export class Ledger {
  readonly rejections: Rejection[] = [];
  readonly #settings: LedgerSettings;
  readonly #read: (observation: Observation) => Content | Refusal;
  readonly #open: Map<number, { n: number; counts: number[] }>;
  readonly #ids: IdMemory;
  readonly #before: CountingState;
  readonly #rejected: Partial<Record<RejectionReason, number>>;
  #newest: number | null;
  #leap: number | null;
  #accepted: number;
  #duplicates: number;

  constructor(settings: LedgerSettings, read: ReturnType<typeof contentReader>, state: CountingState) {
    this.#settings = settings;
    this.#read = read;
    this.#before = state;
    this.#open = new Map(state.open.map(({ index, n, counts }) => [index, { n, counts: [...counts] }]));
    this.#ids = new IdMemory(settings.idHorizon, state.remembered);
    this.#rejected = { ...state.rejected };
    this.#newest = state.newest;
    this.#leap = state.leap;
    this.#accepted = state.accepted;
    this.#duplicates = state.duplicates;
  }

  add(observation: Observation, index: number): void {
    const refusal = this.#add(observation);
    if (refusal === undefined) return;
    this.rejections.push({ index, ...refusal });
    this.#rejected[refusal.reason] = (this.#rejected[refusal.reason] ?? 0) + 1;
  }

  state(): CountingState {
    return {
      version: 1,
      open: [...this.#open].map(([index, pane]) => ({ index, ...pane })).sort((a, b) => a.index - b.index),
      next: this.#before.next,
      newest: this.#newest,
      leap: this.#leap,
      remembered: this.#ids.state(),
      accepted: this.#accepted,
      duplicates: this.#duplicates,
      rejected: this.#rejected,
    };
  }

  #add(observation: Observation): Refusal | undefined {
    const content = this.#read(observation);
    if ("reason" in content) return content;
    const { id, time } = observation;
    const byTime = this.#settings.panes.by === "time";
    const key = id === undefined ? undefined : hash53(id);
    const hash = key === undefined ? 0 : contentHash(content, byTime ? time : undefined);
    const known = key === undefined ? undefined : this.#ids.content(key);
    if (known !== undefined) return this.#repeat(id!, known === hash);
    const refusal = byTime ? this.#atTime(content, time) : this.#inOrder(content);
    if (refusal !== undefined) return refusal;
    if (key !== undefined) this.#ids.remember(key, hash);
    this.#accepted += content.count;
    return undefined;
  }

  #repeat(id: string, same: boolean): Refusal | undefined {
    if (same) {
      this.#duplicates++;
      return undefined;
    }
    return {
      reason: "id-conflict",
      message: `id ${JSON.stringify(id.slice(0, 100))} was seen before with other content`,
    };
  }

  #inOrder(content: Content): undefined {
    const { width, indexOf } = this.#settings.panes;
    let before = this.#newest ?? 0;
    for (let left = content.count; left > 0; ) {
      const part = Math.min(left, width - (before % width));
      this.#put(indexOf(before), content, part);
      before += part;
      left -= part;
    }
    this.#newest = before;
  }

  #atTime(content: Content, time: number | undefined): Refusal | undefined {
    if (time === undefined) return { reason: "bad-time", message: "no time; windows in time need one" };
    if (!(Math.abs(time) <= 1e14))
      return { reason: "bad-time", message: `expected a time in seconds, got ${time}` };
    const { panes, lateness } = this.#settings;
    const pane = panes.indexOf(time);
    const newest = this.#newest;
    if (newest !== null) {
      const refusal = this.#late(pane, time, newest - lateness) ?? this.#ahead(pane, time, newest);
      if (refusal !== undefined) return refusal;
    }
    this.#leap = null;
    this.#newest = newest === null ? time : Math.max(newest, time);
    this.#put(pane, content, content.count);
    return undefined;
  }

  #late(pane: number, time: number, closedUntil: number): Refusal | undefined {
    const { end } = this.#settings.panes.bounds(pane);
    if (end > closedUntil && pane >= (this.#before.next ?? pane)) return undefined;
    return {
      reason: "late",
      message: `time ${time} lies in a window that is closed: the latest time is ${this.#newest}, and lateness ${this.#settings.lateness} s is allowed`,
    };
  }

  /** A clock that leaps far ahead would close every window before: it needs a second observation that says the same. */
  #ahead(pane: number, time: number, newest: number): Refusal | undefined {
    const { panes, mostGap, lateness } = this.#settings;
    const leap = this.#leap;
    if (pane - panes.indexOf(newest) <= mostGap) return undefined;
    this.#leap = time;
    if (leap !== null && Math.abs(time - leap) <= lateness + panes.width * panes.perWindow) return undefined;
    return {
      reason: "ahead",
      message: `time ${time} leaps more than ${mostGap} windows ahead of ${newest}; counted from the next observation on, if it agrees`,
    };
  }

  #put(index: number, { goal, weights }: Content, count: number): void {
    if (count === 0) return;
    let pane = this.#open.get(index);
    if (pane === undefined) {
      pane = { n: 0, counts: this.#settings.goals.map(() => 0) };
      this.#open.set(index, pane);
    }
    pane.n += count;
    if (weights === null) pane.counts[goal]! += count;
    else for (let g = 0; g < weights.length; g++) pane.counts[g]! += weights[g]!;
  }
}
