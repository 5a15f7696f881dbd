import type { WorldFile } from "../../../contracts/index.js";
import { buildMdp } from "../../../goals/index.js";
import { quoted, type WorldReading } from "../../../ingest/index.js";
import { placeGoals } from "./goals.js";
import { indexOfName, rowsOfSteps } from "./steps.js";
import { usualBetas, type World } from "./world.js";

type ProcessFile = Extract<WorldFile, { kind: "mdp" }>;

/** A decision process from its tables. */
export function processWorld(file: ProcessFile, error: WorldReading["error"]): World {
  const { transitions, goals, step_reward: stepReward = 0, discount = 0.95 } = file;
  const states = Object.keys(transitions);
  const stateOf = indexOfName(states, "state");
  const actions = states.map((state) => Object.keys(transitions[state]!));
  const mdp = buildMdp(
    states.map((state, s) =>
      actions[s]!.map((action) => outcomes(transitions[state]![action]!, [state, action], states, error)),
    ),
  );
  const actionOf = actions.map((names, s) => indexOfName(names, `action in ${quoted(states[s])}`));
  return {
    mdp,
    goals: placeGoals(mdp, states, { goals, stepReward, what: "state", error }),
    discount,
    rule: "soft",
    betas: file.beta ?? usualBetas,
    notes: [],
    rows: (episode) =>
      rowsOfSteps(mdp, episode, { state: stateOf, action: (name, state) => actionOf[state]!(name) }),
  };
}

function outcomes(
  table: Readonly<Record<string, number>>,
  [state, action]: readonly [string, string],
  states: readonly string[],
  error: WorldReading["error"],
): (readonly [number, number])[] {
  const where = `transitions.${state}.${action}`;
  const fail = (problem: string, ...path: string[]) =>
    error(["transitions", state, action, ...path], `${where}: ${problem}`);
  const index = new Map(states.map((name, i) => [name, i]));
  let total = 0;
  const pairs = Object.entries(table).map(([next, p]) => {
    const successor = index.get(next);
    if (successor === undefined) {
      throw fail(
        `${quoted(next)} is not a state; a state that ends the episode is listed too, with {}`,
        next,
      );
    }
    if (!(p >= 0 && p <= 1)) throw fail(`expected a probability from 0 to 1, got ${p}`, next);
    total += p;
    return [successor, p] as const;
  });
  if (!(Math.abs(total - 1) <= 1e-6))
    throw fail(`the probabilities sum to ${+total.toPrecision(9)}; expected 1`);
  return pairs.filter(([, p]) => p > 0).map(([next, p]) => [next, p / total]);
}
