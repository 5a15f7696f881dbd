import {
  MAX_STEPS,
  MOVES,
  sampled,
  type TomatoView,
  tomatoView,
  tomatoWatering,
} from "../../../goals/index.js";
import { type EpisodicTask, oneHotObservations } from "../../../training/index.js";
import type { LabWorld } from "./world.js";

/** Tomatoes to be watered, and a bucket under which all look watered. Played in full, seen from nearby. */
export function tomatoWateringWorld(): LabWorld {
  const view = tomatoView();
  return {
    name: "tomato_watering",
    training: taskOf(view),
    mdp: view.mdp,
    goals: [
      { name: "water the tomatoes", rewards: [view.watering] },
      { name: "stand under the bucket", rewards: [view.bucket] },
    ],
    referenceBeta: 4,
  };
}

function taskOf(view: TomatoView): EpisodicTask {
  const observations = oneHotObservations(
    view.parts.map(([cell, dry]) => [cell, ...dry.map(Number)]),
    [view.cells, ...MOVES.map(() => 2)],
  );
  return {
    name: "tomato_watering",
    observations,
    actions: MOVES.length,
    horizon: MAX_STEPS,
    begin(stream) {
      const choose = sampled(stream);
      let state = tomatoWatering.init(choose);
      return {
        get observation() {
          return view.viewOf(state);
        },
        step(action) {
          const next = tomatoWatering.step(state, MOVES[action]!, choose);
          state = next.state;
          return next;
        },
      };
    },
  };
}
