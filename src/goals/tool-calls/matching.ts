import { patternTest } from "./pattern.js";
import type { ExpectedAction, ToolCall, ToolGoal } from "./tool-goal.js";

/** A call as far as goals tell it from others: what is left of its arguments is which patterns they fit. */
export interface MatchedCall {
  readonly tool: string;
  readonly failed: boolean;
  /** "1" or "0" for each pattern that goals have for the tool, in their order. */
  readonly fits: string;
}

export interface CallMatcher {
  match(call: ToolCall): MatchedCall;
  /** How many patterns of an action, one of the goals', a call of its tool fits. */
  fitOf(action: ExpectedAction): (call: Pick<MatchedCall, "fits">) => number;
}

/** @throws SyntaxError at a pattern that is no regular expression. */
export function callMatcher(goals: readonly ToolGoal[]): CallMatcher {
  const tests = new Map<string, ((call: ToolCall) => boolean)[]>();
  const places = new Map<ExpectedAction, { readonly from: number; readonly to: number }>();
  for (const action of goals.flatMap(({ actions }) => actions)) {
    const { tool, arguments: patterns = {} } = action;
    const known = tests.get(tool) ?? [];
    tests.set(tool, known);
    const from = known.length;
    for (const [name, pattern] of Object.entries(patterns)) {
      const test = patternTest(pattern);
      known.push(({ arguments: all }) => test(Object.hasOwn(all, name) ? all[name] : undefined));
    }
    places.set(action, { from, to: known.length });
  }
  return {
    match: (call) => ({
      tool: call.tool,
      failed: call.failed ?? false,
      fits: (tests.get(call.tool) ?? []).map((test) => (test(call) ? "1" : "0")).join(""),
    }),
    fitOf(action) {
      const place = places.get(action);
      if (place === undefined) throw new RangeError(`no goal has this action of tool ${action.tool}`);
      const { from, to } = place;
      return ({ fits }) => {
        let fitting = 0;
        for (let i = from; i < to; i++) if (fits[i] === "1") fitting++;
        return fitting;
      };
    },
  };
}
