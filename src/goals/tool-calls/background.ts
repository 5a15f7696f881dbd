import type { CallMatcher, MatchedCall } from "./matching.js";
import { patternTest } from "./pattern.js";
import type { ExpectedAction, ToolCall, ToolGoal } from "./tool-goal.js";

/** Calls that serve no goal: how often each tool is called, and how often arguments fit a pattern by chance. */
export interface Background {
  /** b(tool); what was never seen shares the rest. */
  share(tool: string): number;
  /** P(k of the action's d patterns fit | its tool is called), [d + 1]. */
  chance(action: ExpectedAction): Float64Array;
}

export interface BackgroundOptions {
  /** Probability that an argument fits a pattern by chance where nothing was seen. Default 0.1. */
  readonly fit?: number;
  /** Calls that the prior is worth, of the tools together and of each pattern. Default 1. */
  readonly strength?: number;
}

/** How many of an action's argument patterns a call fits. */
export type Fit<Call = ToolCall> = (call: Call) => number;

export function fitOf({ arguments: patterns = {} }: ExpectedAction): Fit {
  const tests = Object.entries(patterns).map(([name, pattern]) => ({ name, test: patternTest(pattern) }));
  return (call) => {
    let fitting = 0;
    for (const { name, test } of tests) {
      if (test(Object.hasOwn(call.arguments, name) ? call.arguments[name] : undefined)) fitting++;
    }
    return fitting;
  };
}

/** P(k successes of d), [d + 1]. */
export function binomial(d: number, p: number): Float64Array {
  const law = new Float64Array(d + 1);
  law[0] = 1;
  for (let n = 0; n < d; n++) {
    for (let k = n + 1; k > 0; k--) law[k] = law[k] * (1 - p) + law[k - 1] * p;
    law[0] *= 1 - p;
  }
  return law;
}

/** Calls as a background is estimated from them. */
interface CallCounts {
  /** Of each tool, the tools that goals name among them. */
  readonly tools: ReadonlyMap<string, number>;
  /** Calls of the action's tool by how many of its patterns they fit, [d + 1]. */
  fitting(action: ExpectedAction): Float64Array;
}

/**
 * Shares are (n_tool + s / (T + 1)) / (n + s) for the T tools named, one such share for any other; chances
 * (n_k + s Binomial(k; d, fit)) / (n_tool + s).
 */
function smoothed(
  { tools, fitting }: CallCounts,
  { fit = 0.1, strength = 1 }: BackgroundOptions,
): Background {
  if (!(fit > 0 && fit < 1)) throw new RangeError(`fit must lie strictly between 0 and 1, got ${fit}`);
  if (!(strength > 0)) throw new RangeError(`strength must be positive, got ${strength}`);
  let total = 0;
  for (const n of tools.values()) total += n;
  const prior = strength / (tools.size + 1);
  return {
    share: (tool) => ((tools.get(tool) ?? 0) + prior) / (total + strength),
    chance(action) {
      const n = tools.get(action.tool) ?? 0;
      const seen = fitting(action);
      return binomial(seen.length - 1, fit).map((p, k) => (strength * p + seen[k]) / (n + strength));
    },
  };
}

/**
 * The background as all calls of the episodes, those that serve goals included: it understates the evidence for a goal
 * that most episodes pursue and never overstates it.
 *
 * @param tools tools that goals name, whether seen or not.
 */
export function estimateBackground(
  episodes: Iterable<Iterable<ToolCall>>,
  tools: Iterable<string>,
  options: BackgroundOptions = {},
): Background {
  const counts = new Map<string, number>(Array.from(tools, (tool) => [tool, 0]));
  /** Of each tool, how often each object that stands for some of its calls. */
  const times = new Map<string, Map<ToolCall, number>>();
  for (const episode of episodes) {
    for (const call of episode) {
      counts.set(call.tool, (counts.get(call.tool) ?? 0) + 1);
      const calls = times.get(call.tool) ?? new Map<ToolCall, number>();
      times.set(call.tool, calls.set(call, (calls.get(call) ?? 0) + 1));
    }
  }
  const fitting = (action: ExpectedAction): Float64Array => {
    const law = new Float64Array(Object.keys(action.arguments ?? {}).length + 1);
    const fit = fitOf(action);
    for (const [call, count] of times.get(action.tool) ?? []) law[fit(call)] += count;
    return law;
  };
  return smoothed({ tools: counts, fitting }, options);
}

/** The same from calls of which only their matches are known, each with how often it was made. */
export function matchedBackground(
  calls: Iterable<readonly [call: Omit<MatchedCall, "failed">, count: number]>,
  goals: readonly ToolGoal[],
  matcher: CallMatcher,
  options: BackgroundOptions = {},
): Background {
  const named = goals.flatMap(({ actions, avoids = [] }) => [...actions.map(({ tool }) => tool), ...avoids]);
  const tools = new Map<string, number>(named.map((tool) => [tool, 0]));
  const byTool = new Map<string, (readonly [Omit<MatchedCall, "failed">, number])[]>();
  for (const [call, count] of calls) {
    tools.set(call.tool, (tools.get(call.tool) ?? 0) + count);
    const known = byTool.get(call.tool);
    if (known === undefined) byTool.set(call.tool, [[call, count]]);
    else known.push([call, count]);
  }
  const fitting = (action: ExpectedAction): Float64Array => {
    const law = new Float64Array(Object.keys(action.arguments ?? {}).length + 1);
    const fit = matcher.fitOf(action);
    for (const [call, count] of byTool.get(action.tool) ?? []) law[fit(call)] += count;
    return law;
  };
  return smoothed({ tools, fitting }, options);
}
