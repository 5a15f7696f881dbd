import { patternTest, type ToolCall, type ToolGoal } from "../../goals/index.js";
import { InputError, type Position } from "../../ingest/index.js";
import type { Sample } from "./method.js";

/** Most kinds of calls: an episode is a string with a character for each of its calls. */
const mostKinds = 2 ** 16;

/**
 * Kinds of calls that goals cannot tell apart: one tool, the same patterns fitting, failed or not. Each is represented
 * by its first call.
 */
export class CallKinds {
  readonly representatives: ToolCall[] = [];
  readonly #tests: ReadonlyMap<string, readonly ((call: ToolCall) => boolean)[]>;
  readonly #kinds = new Map<string, number>();

  constructor(goals: readonly ToolGoal[]) {
    const tests = new Map<string, ((call: ToolCall) => boolean)[]>();
    for (const { tool, arguments: patterns = {} } of goals.flatMap(({ actions }) => actions)) {
      const known = tests.get(tool) ?? [];
      for (const [name, pattern] of Object.entries(patterns)) {
        const test = patternTest(pattern);
        known.push(({ arguments: all }) => test(Object.hasOwn(all, name) ? all[name] : undefined));
      }
      tests.set(tool, known);
    }
    this.#tests = tests;
  }

  kindOf(call: ToolCall, position: Position): number {
    const fits = (this.#tests.get(call.tool) ?? []).map((test) => (test(call) ? "1" : "0")).join("");
    const key = `${call.failed ? "failed" : "done"} ${fits} ${call.tool}`;
    const known = this.#kinds.get(key);
    if (known !== undefined) return known;
    if (this.#kinds.size === mostKinds) {
      throw new InputError(position, `more than ${mostKinds} kinds of tool calls up to here`);
    }
    this.#kinds.set(key, this.representatives.length);
    return this.representatives.push(call) - 1;
  }
}

/** Episodes by their sequence of kinds of calls. */
export class ToolCallSample implements Sample<readonly ToolCall[]> {
  readonly #kinds: CallKinds;
  readonly #episodes = new Map<string, number>();
  n = 0;

  constructor(kinds: CallKinds) {
    this.#kinds = kinds;
  }

  add(calls: readonly ToolCall[], count: number, position: Position): void {
    const key = calls.map((call) => String.fromCharCode(this.#kinds.kindOf(call, position))).join("");
    this.#put(key, count);
  }

  absorb(other: ToolCallSample): void {
    for (const [key, count] of other.#episodes) this.#put(key, count);
  }

  /** Each distinct episode, under its key, with the number of times that it occurred. */
  *episodes(): Generator<{ key: string; calls: ToolCall[]; count: number }> {
    for (const [key, count] of this.#episodes) {
      yield {
        key,
        calls: Array.from({ length: key.length }, (_, t) => this.#kinds.representatives[key.charCodeAt(t)]!),
        count,
      };
    }
  }

  #put(key: string, count: number): void {
    this.#episodes.set(key, (this.#episodes.get(key) ?? 0) + count);
    this.n += count;
  }
}
