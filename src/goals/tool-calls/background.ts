import { patternTest } from "./pattern.js";
import type { ExpectedAction, ToolCall } from "./tool-goal.js";

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
export type Fit = (call: ToolCall) => number;

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

/** Calls of a tool: how many, and how often each object that stands for some. */
interface Seen {
  n: number;
  readonly times: Map<ToolCall, number>;
}

/**
 * The background as all calls of the episodes, those that serve goals included: it understates the evidence for a goal
 * that most episodes pursue and never overstates it. Shares are (n_tool + s / (T + 1)) / (n + s) for the T tools named,
 * one such share for any other; chances (n_k + s Binomial(k; d, fit)) / (n_tool + s).
 *
 * @param tools tools that goals name, whether seen or not.
 */
export function estimateBackground(
  episodes: Iterable<Iterable<ToolCall>>,
  tools: Iterable<string>,
  { fit = 0.1, strength = 1 }: BackgroundOptions = {},
): Background {
  if (!(fit > 0 && fit < 1)) throw new RangeError(`fit must lie strictly between 0 and 1, got ${fit}`);
  if (!(strength > 0)) throw new RangeError(`strength must be positive, got ${strength}`);
  const calls = new Map<string, Seen>(Array.from(tools, (tool) => [tool, { n: 0, times: new Map() }]));
  let total = 0;
  for (const episode of episodes) {
    for (const call of episode) {
      const seen = calls.get(call.tool) ?? { n: 0, times: new Map() };
      calls.set(call.tool, seen);
      seen.times.set(call, (seen.times.get(call) ?? 0) + 1);
      seen.n++;
      total++;
    }
  }
  const prior = strength / (calls.size + 1);
  return {
    share: (tool) => ((calls.get(tool)?.n ?? 0) + prior) / (total + strength),
    chance(action) {
      const d = Object.keys(action.arguments ?? {}).length;
      const { n, times } = calls.get(action.tool) ?? { n: 0, times: new Map<ToolCall, number>() };
      const law = binomial(d, fit).map((p) => (strength * p) / (n + strength));
      const fitting = fitOf(action);
      for (const [call, count] of times) law[fitting(call)] += count / (n + strength);
      return law;
    },
  };
}
