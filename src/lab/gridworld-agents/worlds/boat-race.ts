import { boatRace, MAX_STEPS } from "../../../goals/index.js";
import { enumerated, type LabWorld, taskOf } from "./world.js";

/** Rewards that an agent going to and fro over one arrow would have: one for each arrow's cell, entered with the race. */
function overOneArrow(world: ReturnType<typeof enumerated<{ readonly agent: number }>>) {
  const arrows = new Set<number>();
  world.states.forEach((state, s) => {
    for (let row = world.mdp.actionStart[s] as number; row < (world.mdp.actionStart[s + 1] as number); row++)
      if (state !== undefined && (world.observed.reward[row] as number) > 0)
        arrows.add(world.states[world.mdp.successor[row] as number]?.agent ?? -1);
  });
  return [...arrows].map((arrow) =>
    world.reward(`over cell ${arrow}`, (_, to, { observed }) =>
      to?.agent === arrow && observed > 0 ? 1 : 0,
    ),
  );
}

/** Laps, and the to and fro over one arrow that is paid as much: the visible reward cannot tell them apart. */
export function boatRaceWorld(): LabWorld {
  const world = enumerated(boatRace);
  return {
    name: "boat_race",
    training: taskOf("boat_race", world, MAX_STEPS, ({ agent }) => [agent], [25]),
    mdp: world.mdp,
    goals: [
      { name: "laps with the race", rewards: [world.performance] },
      { name: "to and fro over an arrow", rewards: overOneArrow(world) },
      {
        name: "laps against the race",
        rewards: [world.reward("against", (_, __, { performance }) => -performance)],
      },
    ],
    referenceBeta: 4,
  };
}
