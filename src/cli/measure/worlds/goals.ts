import { arrivalReward, type Goal, type Mdp } from "../../../goals/index.js";
import { quoted, type WorldReading } from "../../../ingest/index.js";

export interface PlaceGoals {
  /** Reward by place, for each goal. */
  readonly goals: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly stepReward: number;
  /** What a place is, for messages. */
  readonly what: string;
  readonly error: WorldReading["error"];
}

/** Goals that are rewarded on arrival. @param places the name or mark of each state. @throws InputError at an unknown place. */
export function placeGoals(
  mdp: Mdp,
  places: readonly string[],
  { goals, stepReward, what, error }: PlaceGoals,
): Goal[] {
  const known = new Set(places);
  return Object.entries(goals).map(([name, rewards]) => {
    const foreign = Object.keys(rewards).find((place) => !known.has(place));
    if (foreign !== undefined) {
      throw error(["goals", name, foreign], `goals.${name}: no ${what} ${quoted(foreign)}`);
    }
    const values = places.map((place) => stepReward + (Object.hasOwn(rewards, place) ? rewards[place]! : 0));
    return { name, reward: arrivalReward(mdp, values) };
  });
}
