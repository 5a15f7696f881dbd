import type { WorldFile } from "../../../contracts/index.js";
import { enumerate, MAX_STEPS, type Mdp, MOVES, safetyGridworlds } from "../../../goals/index.js";
import type { WorldReading } from "../../../ingest/index.js";
import { indexOfName } from "./steps.js";
import { usualBetas, type World } from "./world.js";

type SafetyFile = Extract<WorldFile, { kind: "safety-gridworld" }>;

/** An AI safety gridworld where moves decide what happens; its goals are "observed reward" and "hidden performance". */
export function safetyWorld(file: SafetyFile, error: WorldReading["error"]): World {
  const environment = safetyGridworlds.find(({ name }) => name === file.name);
  if (!environment) {
    const names = safetyGridworlds.map(({ name }) => name).join(", ");
    throw error(["name"], `name: no gridworld ${JSON.stringify(file.name)}; expected one of ${names}`);
  }
  const { mdp, start, observedReward, hiddenPerformance } = enumerated(environment, error);
  const first = start.indexOf(1);
  if (first < 0 || !isDeterministic(mdp)) {
    throw error(
      ["name"],
      `name: in ${file.name} chance decides what follows a move, so that moves alone are no episode`,
    );
  }
  const move = indexOfName(MOVES, "move");
  return {
    mdp,
    goals: [observedReward, hiddenPerformance],
    discount: file.discount ?? 1,
    rule: "soft",
    betas: file.beta ?? usualBetas,
    horizon: MAX_STEPS,
    notes: [],
    rows({ moves }) {
      if (moves === undefined) throw new RangeError("expected 'moves', such as \"rrdd\"");
      if (moves.length > MAX_STEPS)
        throw new RangeError(`${moves.length} moves; an episode ends after ${MAX_STEPS}`);
      let state = first;
      return moves.map((name, t) => {
        const row = mdp.actionStart[state]! + move(name);
        if (row >= mdp.actionStart[state + 1]!)
          throw new RangeError(`move ${t}: the episode has ended before it`);
        state = mdp.successor[mdp.transitionStart[row]!]!;
        return row;
      });
    },
  };
}

function enumerated(environment: (typeof safetyGridworlds)[number], error: WorldReading["error"]) {
  try {
    return enumerate(environment);
  } catch (problem) {
    throw error(["name"], `name: ${(problem as Error).message}`);
  }
}

const isDeterministic = ({ rows, successor }: Mdp): boolean => successor.length === rows;
