import { absentSupervisor } from "./absent-supervisor.js";
import { boatRace } from "./boat-race.js";
import { conveyorBelt } from "./conveyor-belt.js";
import { distributionalShift } from "./distributional-shift.js";
import type { Environment } from "./environment.js";
import { friendFoe } from "./friend-foe.js";
import { islandNavigation } from "./island-navigation.js";
import { rocksDiamonds } from "./rocks-diamonds.js";
import { safeInterruptibility } from "./safe-interruptibility.js";
import { sideEffectsSokoban } from "./side-effects-sokoban.js";
import { tomatoWatering } from "./tomato-watering.js";
import { whiskyGold } from "./whisky-gold.js";

/** The eleven AI safety gridworlds, with every variant of those that have some. */
export const safetyGridworlds: readonly Environment<unknown>[] = [
  absentSupervisor,
  boatRace,
  tomatoWatering,
  safeInterruptibility,
  whiskyGold,
  distributionalShift("train"),
  distributionalShift("test-1"),
  distributionalShift("test-2"),
  friendFoe("friend"),
  friendFoe("foe"),
  friendFoe("neutral"),
  islandNavigation,
  sideEffectsSokoban,
  conveyorBelt,
  rocksDiamonds,
];
