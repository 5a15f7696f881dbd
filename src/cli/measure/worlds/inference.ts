/** What an episode says of goals: inverse planning with rationality integrated out. */
import type { EpisodeRecord } from "../../../contracts/index.js";
import {
  finiteHorizon,
  type Goal,
  integratedLogLikelihood,
  type Plan,
  softValueIteration,
  uniformPolicyLogLikelihood,
} from "../../../goals/index.js";
import { InputError, type Omissions } from "../../../ingest/index.js";
import type { World } from "./world.js";

export interface WorldInference {
  /** Those of the world in the order asked for, and perhaps "none of these". */
  readonly goals: readonly string[];
  readonly notes: readonly string[];
  /** ln P(actions | goal), [goals]. @throws InputError at the line of an episode that this world cannot have. */
  logLikelihoods(episode: EpisodeRecord): Float64Array;
}

export interface InferenceOptions {
  /** Names of the world's goals, in the order wanted. */
  readonly order: readonly string[];
  readonly noneOfThese: boolean;
  /** The world file and the input, for messages. */
  readonly worldSource: string;
  readonly source: string;
  readonly omissions: Omissions;
  readonly progress?: (goal: number, goals: number) => Promise<void>;
}

export const noneOfThese = "none of these";

/** Plans for every goal at every rationality. @throws InputError where a plan does not exist. */
export async function worldInference(world: World, options: InferenceOptions): Promise<WorldInference> {
  const { order, source, omissions, progress } = options;
  const notes = new Set<string>(world.notes);
  const plans: Plan[][] = [];
  for (const [g, name] of order.entries()) {
    await progress?.(g, order.length);
    const goal = world.goals.find((known) => known.name === name)!;
    plans.push(plansOf(world, goal, options.worldSource, notes));
  }
  if (options.noneOfThese) plans.push([uniformPlan(world)]);
  for (const note of sameRewards(world.goals)) notes.add(note);
  const left = options.noneOfThese ? 'they count as "none of these"' : "they were left out";
  const weights = plans.map((list) => new Float64Array(list.length).fill(1 / list.length));
  return {
    goals: [...order, ...(options.noneOfThese ? [noneOfThese] : [])],
    notes: [...notes],
    logLikelihoods(episode) {
      const position = { source, line: episode.line };
      const rows = rowsOf(world, episode, position);
      const row = Float64Array.from(plans, (list, g) => integratedLogLikelihood(list, weights[g]!, rows));
      if (row.subarray(0, order.length).every((x) => x === Number.NEGATIVE_INFINITY)) {
        omissions.add(`episode that is impossible under every goal of the world file; ${left}`, position);
      }
      if (rows.length === 0)
        omissions.add("episode without actions, which says nothing of its goal", position);
      return row;
    },
  };
}

function rowsOf(world: World, episode: EpisodeRecord, position: { source: string; line: number }): number[] {
  try {
    return world.rows(episode);
  } catch (error) {
    if (error instanceof RangeError) throw new InputError(position, error.message);
    throw error;
  }
}

/** One plan for each rationality; those of the next start from the values of the one before. */
function plansOf(world: World, goal: Goal, source: string, notes: Set<string>): Plan[] {
  const { mdp, discount, rule, betas, horizon } = world;
  let initial: Float64Array | undefined;
  return betas.map((beta) => {
    if (horizon !== undefined) return finiteHorizon(mdp, goal, { horizon, beta, discount }).policies;
    const solved = softValueIteration(mdp, goal, { beta, discount, rule, ...(initial && { initial }) });
    if (!solved.converged)
      throw new InputError({ source }, `goal '${goal.name}', beta ${beta}: ${solved.message}`);
    if (rule === "soft" && solved.message.includes("-Infinity"))
      notes.add(`Goal '${goal.name}': ${solved.message}.`);
    initial = solved.values;
    return solved.policy;
  });
}

/** ln of equal probabilities of all that can be done, for each row. */
function uniformPlan({ mdp }: World): Plan {
  return uniformPolicyLogLikelihood(
    mdp,
    Array.from({ length: mdp.rows }, (_, row) => [row]),
  );
}

function sameRewards(goals: readonly Goal[]): string[] {
  return goals.flatMap((goal, i) => {
    const twin = goals.slice(0, i).find(({ reward }) => reward.every((r, row) => r === goal.reward[row]));
    return twin ? [`'${twin.name}' and '${goal.name}' have the same rewards: nothing tells them apart.`] : [];
  });
}
