import { InputError, type WorldReading } from "../../../ingest/index.js";
import { graphAsWorld } from "./graph.js";
import { gridworldWorld } from "./gridworld.js";
import { processWorld } from "./process.js";
import { safetyWorld } from "./safety.js";
import type { World } from "./world.js";

/** The process of a world file. @throws InputError at what is wrong in it. */
export function buildWorld(reading: WorldReading, source: string): World {
  const { value: file, error } = reading;
  try {
    const world = build(reading);
    if (world.goals.length + Number(file.none_of_these) < 2) {
      throw error(["goals"], `goals: ${world.goals.length}; expected two or more`);
    }
    return world;
  } catch (problem) {
    if (problem instanceof RangeError) throw new InputError({ source }, problem.message);
    throw problem;
  }
}

function build(reading: WorldReading): World {
  const { value: file, error } = reading;
  switch (file.kind) {
    case "gridworld":
      return gridworldWorld(file, error);
    case "graph":
      return graphAsWorld(file, reading);
    case "mdp":
      return processWorld(file, error);
    case "safety-gridworld":
      return safetyWorld(file, error);
  }
}
