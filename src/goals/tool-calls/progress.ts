import type { ExpectedAction, ToolGoal } from "./tool-goal.js";

/** An action that may come next: its index, its probability among expected calls, and the state once it is done. */
export interface Step {
  readonly action: number;
  readonly probability: number;
  readonly next: number;
}

/** How far a goal has got, a whole number from 0 (nothing done); no steps are left when all is done. */
export interface Progress {
  /** Different actions; `Step.action` is an index of them. */
  readonly actions: readonly ExpectedAction[];
  steps(state: number): readonly Step[];
}

/** @param skip see `NoiseRates.skip`; it matters in sequences only. */
export function progressOf({ name, actions, order = "any" }: ToolGoal, skip: number): Progress {
  const { steps, distinct } = order === "any" ? anyOrder(name, actions) : sequence(actions, skip);
  const known = new Map<number, readonly Step[]>();
  return {
    actions: distinct,
    steps(state) {
      let found = known.get(state);
      if (found === undefined) {
        found = steps(state);
        known.set(state, found);
      }
      return found;
    },
  };
}

/**
 * Each of the actions left is equally likely. Equal actions are counted rather than told apart: the state is a number in
 * mixed radix, with digit k the times that distinct action k is done.
 */
function anyOrder(name: string, actions: readonly ExpectedAction[]) {
  const times = new Map<string, number>();
  const distinct: ExpectedAction[] = [];
  for (const action of actions) {
    const key = canonical(action);
    if (!times.has(key)) distinct.push(action);
    times.set(key, (times.get(key) ?? 0) + 1);
  }
  const wanted = [...times.values()];
  const place = [1];
  for (const n of wanted) place.push(place[place.length - 1] * (n + 1));
  if (place[wanted.length] > Number.MAX_SAFE_INTEGER)
    throw new RangeError(`goal "${name}" has too many different actions (${wanted.length}) for any order`);
  const steps = (state: number): Step[] => {
    const left = wanted.map((n, k) => n - (Math.floor(state / place[k]) % (n + 1)));
    const total = left.reduce((a, b) => a + b, 0);
    return left.flatMap((n, action) =>
      n === 0 ? [] : [{ action, probability: n / total, next: state + place[action] }],
    );
  };
  return { distinct, steps };
}

/** From action i on, action j with probability proportional to skip^(j - i); what was passed over is not done later. */
function sequence(actions: readonly ExpectedAction[], skip: number) {
  const steps = (state: number): Step[] => {
    const rest = actions.slice(state).map((_, ahead) => skip ** ahead);
    const total = rest.reduce((a, b) => a + b, 0);
    return rest.map((weight, ahead) => ({
      action: state + ahead,
      probability: weight / total,
      next: state + ahead + 1,
    }));
  };
  return { distinct: actions, steps };
}

/** Whether two goals expect, and avoid, the same: then no behaviour tells them apart. */
export function sameActions(a: ToolGoal, b: ToolGoal): boolean {
  const key = ({ actions, order = "any", avoids = [] }: ToolGoal): string => {
    const all = actions.map(canonical);
    return JSON.stringify([order, order === "any" ? all.sort() : all, [...avoids].sort()]);
  };
  return key(a) === key(b);
}

/** Equal for equal actions, whatever the order of their arguments. */
function canonical({ tool, arguments: patterns = {} }: ExpectedAction): string {
  return JSON.stringify([tool, Object.entries(patterns).sort(([a], [b]) => (a < b ? -1 : 1))]);
}
