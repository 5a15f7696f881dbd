/**
 * The first stage of a monitor: observations counted by pane, as a pure fold. Its states are what shards exchange:
 * `merge` is associative and commutative, and adds up to what one fold over all observations would have counted.
 */
import { type CountingState, Ledger, type Pane } from "./ledger.js";
import { contentReader, type Observation, type Rejection, type RejectionReason } from "./observation.js";
import { type Panes, panesOf, type Windowing } from "./windowing.js";

export interface CountingOptions {
  /** Every goal there could be, the intended one first; two or more, each once. */
  readonly goals: readonly string[];
  readonly windowing: Windowing;
  /** Seconds by which an observation may come after a later one; a window stays open so much longer. Default 0. */
  readonly lateness?: number | undefined;
  /** Ids remembered: a repeat is recognised among the last so many accepted. Default 1000, 16 bytes each. */
  readonly idHorizon?: number | undefined;
  /** Panes without observations that pass without question; a longer gap is one report. Default 1000. */
  readonly mostGap?: number | undefined;
}

/** Panes that were closed, ascending: one without observations is a gap, and a long gap is one with its first pane. */
export interface ClosedPane extends Pane {
  readonly first: number;
}

export interface Counting {
  readonly panes: Panes;
  init(): CountingState;
  step(
    state: CountingState,
    observations: readonly Observation[],
  ): { readonly state: CountingState; readonly rejected: readonly Rejection[] };
  /** Closes the panes that ended `lateness` before the latest time; with `all`, those that are open too. */
  close(
    state: CountingState,
    all?: boolean,
  ): { readonly state: CountingState; readonly closed: readonly ClosedPane[] };
  /** The clock says `time`: windows that ended before it can be closed although nothing came. */
  advance(state: CountingState, time: number): CountingState;
  /**
   * What both counted. Shards must not close panes, nor share an id.
   *
   * @throws RangeError for windows by observations, whose bounds depend on the order of all; where a state has closed
   *   panes; and where both have accepted one id.
   */
  merge(a: CountingState, b: CountingState): CountingState;
  /** As `merge`, into a state that may have closed panes: what the shard has for those is rejected as late. */
  absorb(state: CountingState, shard: CountingState): CountingState;
}

/** @throws RangeError when an option is not valid. */
export function counting(options: CountingOptions): Counting {
  const { goals, lateness = 0, idHorizon = 1000, mostGap = 1000 } = options;
  const panes = panesOf(options.windowing);
  check(goals, { lateness, idHorizon, mostGap });
  const settings = { goals, panes, lateness, idHorizon, mostGap };
  const read = contentReader(goals);
  const empty = (index: number, first = index): ClosedPane => ({
    index,
    first,
    n: 0,
    counts: goals.map(() => 0),
  });

  return {
    panes,
    init: () => ({
      version: 1,
      open: [],
      next: null,
      newest: null,
      leap: null,
      remembered: { ids: [], contents: [] },
      accepted: 0,
      duplicates: 0,
      rejected: {},
    }),

    step(state, observations) {
      const ledger = new Ledger(settings, read, state);
      for (let i = 0; i < observations.length; i++) ledger.add(observations[i]!, i);
      return { state: ledger.state(), rejected: ledger.rejections };
    },

    close(state, all = false) {
      const { newest, open } = state;
      if (newest === null) return { state, closed: [] };
      const until = all ? (open.at(-1)?.index ?? -Infinity) + 1 : closable(newest);
      const next = state.next ?? open[0]?.index ?? until;
      if (until <= next) return { state, closed: [] };
      const closed: ClosedPane[] = [];
      let at = next;
      const gap = (to: number): void => {
        // Windows that reach back over the last pane with observations end inside the gap: those are not pooled.
        const single = to - at > mostGap ? Math.min(to, at + panes.perWindow - 1) : to;
        for (; at < single; at++) closed.push(empty(at));
        if (at < to) closed.push(empty(to - 1, at));
        at = to;
      };
      const ready = open.filter(({ index }) => index < until);
      for (const pane of ready) {
        gap(pane.index);
        closed.push({ ...pane, first: pane.index });
        at = pane.index + 1;
      }
      gap(until);
      return { state: { ...state, open: open.slice(ready.length), next: until }, closed };
    },

    advance: (state, time) =>
      panes.by === "time" && state.newest !== null && time > state.newest
        ? { ...state, newest: time }
        : state,

    merge(a, b) {
      if (a.next !== null) throw new RangeError("only states that have closed no window can be merged");
      return absorb(a, b);
    },

    absorb,
  };

  function absorb(state: CountingState, shard: CountingState): CountingState {
    if (panes.by !== "time")
      throw new RangeError(
        "windows by observations cannot be merged: their bounds depend on the order of all",
      );
    return absorbed(state, shard, idHorizon);
  }

  function closable(newest: number): number {
    return panes.by === "time" ? panes.indexOf(newest - lateness) : panes.indexOf(newest);
  }
}

function absorbed(a: CountingState, b: CountingState, idHorizon: number): CountingState {
  if (b.next !== null) throw new RangeError("only states that have closed no window can be merged");
  const known = new Set(a.remembered.ids);
  const shared = b.remembered.ids.filter((id) => known.has(id)).length;
  if (shared > 0)
    throw new RangeError(`${shared} ids were accepted by both states: an id belongs to one shard`);
  const both = (x: readonly number[], y: readonly number[]) =>
    idHorizon === 0 ? [] : [...x, ...y].slice(-idHorizon);
  const from = a.next ?? Number.NEGATIVE_INFINITY;
  const late = b.open.filter(({ index }) => index < from).reduce((sum, { n }) => sum + n, 0);
  return {
    ...a,
    open: addPanes(
      a.open,
      b.open.filter(({ index }) => index >= from),
    ),
    newest: latest(a.newest, b.newest),
    leap: latest(a.leap, b.leap),
    remembered: {
      ids: both(a.remembered.ids, b.remembered.ids),
      contents: both(a.remembered.contents, b.remembered.contents),
    },
    accepted: a.accepted + b.accepted - late,
    duplicates: a.duplicates + b.duplicates,
    rejected: addRejected(addRejected(a.rejected, b.rejected), late > 0 ? { late } : {}),
  };
}

function addRejected(a: CountingState["rejected"], b: CountingState["rejected"]): CountingState["rejected"] {
  const sums = { ...a };
  for (const [reason, count] of Object.entries(b) as [RejectionReason, number][])
    sums[reason] = (sums[reason] ?? 0) + count;
  return sums;
}

/** Panes by index, those of one index added up. */
export function addPanes(a: readonly Pane[], b: readonly Pane[]): readonly Pane[] {
  const sums = new Map(a.map((pane) => [pane.index, pane]));
  for (const pane of b) {
    const { n = 0, counts = pane.counts.map(() => 0) } = sums.get(pane.index) ?? {};
    sums.set(pane.index, {
      index: pane.index,
      n: n + pane.n,
      counts: counts.map((count, g) => count + pane.counts[g]!),
    });
  }
  return [...sums.values()].sort((x, y) => x.index - y.index);
}

const latest = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.max(a, b);

function check(
  goals: readonly string[],
  { lateness, idHorizon, mostGap }: { lateness: number; idHorizon: number; mostGap: number },
): void {
  if (goals.length < 2) throw new RangeError(`a monitor needs two or more goals, got ${goals.length}`);
  if (new Set(goals).size < goals.length) throw new RangeError(`a goal is there twice: ${goals.join(", ")}`);
  if (!(lateness >= 0 && Number.isFinite(lateness)))
    throw new RangeError(`lateness must be finite and >= 0, got ${lateness}`);
  for (const [name, value] of Object.entries({ idHorizon, mostGap }))
    if (!(Number.isSafeInteger(value) && value >= 0))
      throw new RangeError(`${name} must be a whole number >= 0, got ${value}`);
}
