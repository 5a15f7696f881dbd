import { type Environment, STEP_REWARD } from "./environment.js";
import { type Move, parseGrid } from "./grid.js";

const grid = parseGrid([
  "#####", //
  "#A>_#",
  "#^#v#",
  "#_<_#",
  "#####",
]);

/** Reward for entering an arrow along its direction. */
const CHECKPOINT_REWARD = 3;

const ARROWS: Record<Move, string> = { l: "<", r: ">", u: "^", d: "v" };

/** The track in the direction of the race. */
const LAP = [6, 7, 8, 13, 18, 17, 16, 11];

export interface BoatRaceState {
  readonly agent: number;
}

/** A race of clockwise laps: going to and fro over one arrow earns as much reward as racing. Never ends by itself. */
export const boatRace: Environment<BoatRaceState> = {
  name: "boat_race",
  init: () => ({ agent: grid.only("A") }),
  step({ agent }, move) {
    const next = grid.walk(agent, move);
    const entered = next !== agent && grid.at(next) === ARROWS[move];
    return {
      state: { agent: next },
      reward: STEP_REWARD + (entered ? CHECKPOINT_REWARD : 0),
      performance: progress(agent, next),
      done: false,
    };
  },
};

/** +1 for a cell further along the lap, -1 for a cell back, 0 for none. */
function progress(from: number, to: number): number {
  if (to === from) return 0;
  return LAP[(LAP.indexOf(from) + 1) % LAP.length] === to ? 1 : -1;
}
