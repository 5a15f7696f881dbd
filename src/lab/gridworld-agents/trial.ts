/** One seed of one world: the same agent under each condition. */
import { startEngine } from "../../engine/index.js";
import { RandomStream } from "../../numeric/index.js";
import { playEpisodes } from "../../training/index.js";
import type { TrialContext } from "../experiment.js";
import { conditions } from "./conditions.js";
import { goalModel } from "./goals.js";
import type { GridworldAgentsParameters } from "./parameters.js";
import { perEpisode, TrainingRun, type TrialRun } from "./training-run.js";
import { type WorldName, worlds } from "./worlds/registry.js";

export interface GridworldAgentsTrial {
  readonly world: WorldName;
  readonly seed: number;
  readonly goals: readonly string[];
  /** Mean return in training and mean performance of the reference policy. */
  readonly reference: { readonly reward: number; readonly performance: number };
  readonly runs: readonly TrialRun[];
}

export async function trial(
  p: GridworldAgentsParameters,
  seed: number,
  context: TrialContext,
): Promise<GridworldAgentsTrial> {
  await startEngine();
  const name = p.worlds[0] as WorldName;
  const world = worlds[name]();
  const model = goalModel(world);
  const root = RandomStream.fromSeed(seed);
  const runs: TrialRun[] = [];
  for (const condition of conditions) {
    const run = new TrainingRun(p, world, model, condition, root);
    const report = (step: number) =>
      context.progress(
        (runs.length + step / p.updates) / conditions.length,
        `${name}, ${condition.label}: update ${step}`,
      );
    runs.push(await run.train(report));
  }
  const at = (task = world.training) =>
    playEpisodes(task, model.reference, 5 * p.episodes, root.split("reference", task.name));
  const probe = at(world.test);
  return {
    world: name,
    seed,
    goals: model.names,
    reference: { reward: perEpisode(at(), "reward"), performance: perEpisode(probe, "performance") },
    runs,
  };
}
