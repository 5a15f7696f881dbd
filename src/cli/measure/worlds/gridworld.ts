import type { WorldFile } from "../../../contracts/index.js";
import { DIRECTIONS, gridworld } from "../../../goals/index.js";
import type { WorldReading } from "../../../ingest/index.js";
import { placeGoals } from "./goals.js";
import { indexOfName, rowsOfSteps } from "./steps.js";
import { usualBetas, type World } from "./world.js";

type GridworldFile = Extract<WorldFile, { kind: "gridworld" }>;

/** A map of marks; states are "x,y" from the top left, actions right, left, down and up. */
export function gridworldWorld(file: GridworldFile, error: WorldReading["error"]): World {
  const { map, terminal, slip, slip_to: slipTo, goals, step_reward: stepReward = 0, discount = 0.95 } = file;
  const width = map[0]!.length;
  const ragged = map.findIndex((line) => line.length !== width);
  if (ragged >= 0) {
    throw error(
      ["map", ragged],
      `map.${ragged}: ${map[ragged]!.length} cells; expected ${width}, as in the first line`,
    );
  }
  if (map.every((line) => /^#*$/.test(line))) throw error(["map"], "map: no cell that is not a wall");
  const { mdp, cells, stateAt } = gridworld(map, { terminal, slip, slipTo });
  const known = new Map(cells.map(({ x, y }) => [`${x},${y}`, stateAt(x, y)]));
  const move = indexOfName(
    DIRECTIONS.map(({ name }) => name),
    "action",
  );
  return {
    mdp,
    goals: placeGoals(
      mdp,
      cells.map(({ mark }) => mark),
      { goals, stepReward, what: "mark on the map", error },
    ),
    discount,
    rule: "soft",
    betas: file.beta ?? usualBetas,
    notes: [],
    rows: (episode) =>
      rowsOfSteps(mdp, episode, {
        state(name) {
          const state = known.get(name);
          if (state !== undefined) return state;
          const cell = /^\s*(\d+)\s*,\s*(\d+)\s*$/.exec(name);
          if (!cell) throw new RangeError(`expected a state "x,y", got ${JSON.stringify(name)}`);
          return stateAt(Number(cell[1]), Number(cell[2]));
        },
        action: move,
      }),
  };
}
