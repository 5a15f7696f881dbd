import { absentSupervisorWorld } from "./absent-supervisor.js";
import { boatRaceWorld } from "./boat-race.js";
import { coinMazeWorld } from "./coin-maze.js";
import { tomatoWateringWorld } from "./tomato-watering.js";
import type { LabWorld } from "./world.js";

/** Every world, built when it is asked for. */
export const worlds = {
  absent_supervisor: absentSupervisorWorld,
  boat_race: boatRaceWorld,
  tomato_watering: tomatoWateringWorld,
  coin_maze: coinMazeWorld,
} satisfies Record<string, () => LabWorld>;

export type WorldName = keyof typeof worlds;

export const worldNames = Object.keys(worlds) as WorldName[];
