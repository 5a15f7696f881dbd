import {
  type CallMatcher,
  callMatcher,
  type MatchedCall,
  matchedBackground,
  type NoiseRates,
  type ToolCall,
  type ToolGoal,
  type ToolGoalInference,
  toolGoalInference,
} from "../../goals/index.js";
import { InputError, type Position } from "../../ingest/index.js";
import { GoalRows, RowBudget } from "./goal-rows.js";
import type { Sample } from "./method.js";

/** Most kinds of calls: an episode is a string with a character for each of its calls. */
const mostKinds = 2 ** 16;

/** Kinds of calls: what goals cannot tell apart is one. */
class CallKinds {
  readonly list: MatchedCall[] = [];
  readonly #matcher: CallMatcher;
  readonly #kinds = new Map<string, number>();

  constructor(matcher: CallMatcher) {
    this.#matcher = matcher;
  }

  kindOf(call: ToolCall, position: Position): number {
    const matched = this.#matcher.match(call);
    const key = `${matched.failed ? "failed" : "done"} ${matched.fits} ${matched.tool}`;
    const known = this.#kinds.get(key);
    if (known !== undefined) return known;
    if (this.#kinds.size === mostKinds) {
      throw new InputError(position, `more than ${mostKinds} kinds of tool calls up to here`);
    }
    this.#kinds.set(key, this.list.length);
    return this.list.push(matched) - 1;
  }
}

/** Calls held at most, in all distinct episodes of all windows, each episode counting for `overhead` more: some 50 MB. */
export const mostCalls = 2 ** 22;
const overhead = 16;

/**
 * What the samples of one input share. What calls have nothing to do with goals is estimated from all calls of the input,
 * so that episodes are held until the last is read. Where that is too much, it is estimated from those up to there, and
 * episodes become rows of log-likelihoods on arrival (see goal-rows.ts).
 */
export class ToolCallPool {
  readonly goals: readonly ToolGoal[];
  readonly kinds: CallKinds;
  /** Of the rows, once there are any. */
  readonly budget: RowBudget;
  readonly #matcher: CallMatcher;
  readonly #grid: readonly NoiseRates[];
  readonly #most: number;
  /** Of each kind of call. */
  readonly #times: number[] = [];
  readonly #rows = new Map<string, Float64Array>();
  #held = 0;
  #n = 0;
  #inference: ToolGoalInference<MatchedCall> | undefined;
  /** Episodes that the background was estimated from, where it is not all of them. */
  estimatedFrom: number | undefined;

  constructor(goals: readonly ToolGoal[], grid: readonly NoiseRates[], most = mostCalls) {
    this.goals = goals;
    this.#grid = grid;
    this.#most = most;
    this.#matcher = callMatcher(goals);
    this.kinds = new CallKinds(this.#matcher);
    this.budget = new RowBudget(goals.length);
  }

  /** Whether episodes are rows from here on. */
  get full(): boolean {
    return this.estimatedFrom !== undefined;
  }

  /** Counts the calls of episodes for the background, while it is open. */
  see(kinds: readonly number[], count: number): void {
    if (this.full) return;
    for (const kind of kinds) this.#times[kind] = (this.#times[kind] ?? 0) + count;
    this.#n += count;
  }

  /** Counts a distinct episode that is held. */
  hold(calls: number): void {
    this.#held += calls + overhead;
    if (this.#held <= this.#most || this.full) return;
    this.#inference = this.#infer();
    this.estimatedFrom = this.#n;
  }

  /** ln P(episode | goal), [goals]; shared by the episodes that are alike. */
  logLikelihoods(key: string): Float64Array {
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    this.#inference ??= this.#infer();
    const calls = Array.from({ length: key.length }, (_, t) => this.kinds.list[key.charCodeAt(t)]!);
    const row = this.#inference.logLikelihoods(calls);
    if ((this.#rows.size + 1) * this.goals.length > this.budget.most) this.#rows.clear();
    this.#rows.set(key, row);
    return row;
  }

  #infer(): ToolGoalInference<MatchedCall> {
    const { goals } = this;
    const seen = this.kinds.list.map((call, kind) => [call, this.#times[kind] ?? 0] as const);
    const background = matchedBackground(seen, goals, this.#matcher);
    return toolGoalInference<MatchedCall>(goals, background, this.#grid, this.#matcher.fitOf);
  }
}

/** Episodes by their sequence of kinds of calls; once the pool is full, as rows. */
export class ToolCallSample implements Sample<readonly ToolCall[]> {
  readonly #pool: ToolCallPool;
  readonly #episodes = new Map<string, number>();
  #rows: GoalRows | undefined;
  n = 0;
  /** Episodes without calls. */
  silent = 0;

  constructor(pool: ToolCallPool) {
    this.#pool = pool;
  }

  add(calls: readonly ToolCall[], count: number, position: Position): void {
    const kinds = calls.map((call) => this.#pool.kinds.kindOf(call, position));
    this.#pool.see(kinds, count);
    if (calls.length === 0) this.silent += count;
    this.n += count;
    const key = kinds.map((kind) => String.fromCharCode(kind)).join("");
    if (this.#pool.full) this.#ownRows().add(this.#pool.logLikelihoods(key), count, position);
    else this.#put(key, count);
  }

  absorb(other: ToolCallSample): void {
    this.n += other.n;
    this.silent += other.silent;
    if (this.#pool.full) this.#ownRows().absorb(other.#ownRows());
    else for (const [key, count] of other.#episodes) this.#put(key, count);
  }

  /** All episodes as rows, and the budget that says how they were rounded. */
  rows(): { rows: GoalRows; budget: RowBudget } {
    if (this.#pool.full) return { rows: this.#ownRows(), budget: this.#pool.budget };
    const budget = new RowBudget(this.#pool.goals.length);
    const rows = new GoalRows(budget);
    for (const [key, count] of this.#episodes) rows.add(this.#pool.logLikelihoods(key), count);
    return { rows, budget };
  }

  /** The rows of a full pool; episodes that were held until then become rows first. */
  #ownRows(): GoalRows {
    this.#rows ??= new GoalRows(this.#pool.budget);
    for (const [key, count] of this.#episodes) this.#rows.add(this.#pool.logLikelihoods(key), count);
    this.#episodes.clear();
    return this.#rows;
  }

  #put(key: string, count: number): void {
    const known = this.#episodes.get(key);
    this.#episodes.set(key, (known ?? 0) + count);
    if (known === undefined) this.#pool.hold(key.length);
  }
}
