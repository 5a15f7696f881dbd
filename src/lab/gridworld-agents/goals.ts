/** Goals from an agent's episodes: inverse planning with rationality and variant integrated out. */
import {
  appendGoal,
  type Goal,
  type GoalDistribution,
  gridRationality,
  integratedLogLikelihood,
  measureGoals,
  type Policy,
  type RationalityPrior,
  softValueIteration,
  uniformPolicyLogLikelihood,
} from "../../goals/index.js";
import type { RandomStream } from "../../numeric/index.js";
import type { Rollouts } from "../../training/index.js";
import type { LabWorld } from "./worlds/world.js";

/** Same of the planners and of the agents' returns. */
export const DISCOUNT = 0.95;

/**
 * Rationality per unit of the goal's largest reward, 1 to 256: from a hint to the steadiest preference between ways of
 * unequal length. Equal weights.
 */
const rationality: RationalityPrior = gridRationality(Array.from({ length: 9 }, (_, i) => 2 ** i));

/** All that inference in a world needs, planned once. */
export interface GoalModel {
  /** The goals' names; the last is "none of these". */
  readonly names: readonly string[];
  /** ln pi of each goal's plans, one a variant and beta, [goals][plans][rows]. */
  readonly plans: readonly (readonly Policy[])[];
  /** pi(a | o) of the intended goal at the reference rationality, [observations, actions]. */
  readonly reference: Float64Array<ArrayBuffer>;
}

/** @throws RangeError when a plan does not converge. */
export function goalModel(world: LabWorld): GoalModel {
  const { goals, mdp, referenceBeta, training } = world;
  const intended = goals[0]?.rewards[0] as Goal;
  const reference = new Float64Array(mdp.states * training.actions).fill(1 / training.actions);
  const plan = planFor(world, intended, referenceBeta);
  for (let s = 0; s < mdp.states; s++) {
    const from = mdp.actionStart[s] as number;
    for (let row = from; row < (mdp.actionStart[s + 1] as number); row++)
      reference[s * training.actions + row - from] = Math.exp(plan[row] as number);
  }
  return {
    names: [...goals.map(({ name }) => name), "none of these"],
    plans: goals.map(({ rewards }) =>
      rewards.flatMap((reward) => Array.from(rationality.betas, (beta) => planFor(world, reward, beta))),
    ),
    reference,
  };
}

function planFor({ mdp, name }: LabWorld, goal: Goal, beta: number): Policy {
  const largest = goal.reward.reduce((top, r) => Math.max(top, Math.abs(r)), 0);
  const unit = { name: goal.name, reward: goal.reward.map((r) => r / largest) };
  const { policy, converged, message } = softValueIteration(mdp, unit, {
    beta,
    discount: DISCOUNT,
    rule: "optimal",
  });
  if (!converged) throw new RangeError(`${name}, goal "${goal.name}", beta ${beta}: ${message}`);
  return policy;
}

/** The goal distribution behind some episodes, as mixture weights over episodes. */
export function inferGoals(
  { names, plans }: GoalModel,
  { mdp }: LabWorld,
  rollouts: Rollouts,
  stream: RandomStream,
): GoalDistribution {
  const episodes = trajectories(mdp.actionStart, rollouts);
  const known = Float64Array.from(
    episodes.flatMap((rows) => plans.map((goal) => integratedLogLikelihood(goal, alike(goal.length), rows))),
  );
  const all = appendGoal(known, plans.length, uniformPolicyLogLikelihood(mdp, episodes));
  const measured = measureGoals(all, names.length, { stream, names });
  if (measured === undefined) throw new RangeError("no goal explains any episode");
  return measured;
}

const alike = (count: number): Float64Array => new Float64Array(count).fill(1 / count);

/** The rows that each episode went through. */
function trajectories(
  actionStart: Int32Array,
  { episodes, start, observation, action }: Rollouts,
): number[][] {
  return Array.from({ length: episodes }, (_, e) =>
    Array.from(observation.subarray(start[e], start[e + 1]), (o, i) => {
      const t = (start[e] as number) + i;
      return (actionStart[o] as number) + (action[t] as number);
    }),
  );
}
