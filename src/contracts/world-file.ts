import { z } from "zod";

/** Rewards by place: a state's name, or in a gridworld a mark of the map. Paid on arrival. */
const rewardsSchema = z.record(z.string(), z.number());

const common = {
  /** Discount of future reward per step, default 0.95 (1 in a graph, where episodes end by stopping). */
  discount: z.number().min(0).max(1).optional(),
  /** Rationalities, per unit of reward, that are integrated out with equal prior weight. */
  beta: z.array(z.number().positive()).min(1).default([0.5, 1, 2, 4, 8]),
  /** Reward of every step besides the goal's own, default 0. */
  stepReward: z.number().optional(),
};

/** Goals by name, the intended one first unless `--intended` names another. */
const rewardGoalsSchema = z.record(z.string(), rewardsSchema);

const gridworldFileSchema = z.strictObject({
  kind: z.literal("gridworld"),
  /** Lines of equal length, `#` a wall; any other mark can carry reward. States are "x,y" from the top left. */
  map: z.array(z.string()).min(1),
  /** Marks of cells that end an episode. */
  terminal: z.string().default(""),
  slip: z.number().min(0).max(1).default(0),
  slipTo: z.enum(["anywhere", "sideways"]).default("anywhere"),
  goals: rewardGoalsSchema,
  ...common,
});

const graphFileSchema = z.strictObject({
  kind: z.literal("graph"),
  /** Every node with the nodes it links to. */
  links: z.record(z.string(), z.array(z.string())),
  /** Target nodes: the goal of a target is to reach it and stop; each link costs 1. */
  goals: z.array(z.string()),
  ...common,
});

const tabularFileSchema = z.strictObject({
  kind: z.literal("mdp"),
  /** transitions[state][action][next state] = probability; a state without actions ends the episode. */
  transitions: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.number()))),
  goals: rewardGoalsSchema,
  ...common,
});

/** A world file: where an agent acts, and the goals it may have there. */
export const worldFileSchema = z.discriminatedUnion("kind", [
  gridworldFileSchema,
  graphFileSchema,
  tabularFileSchema,
]);

/** One line of a trajectory file: steps as [state, action], or in a graph the nodes passed. */
export const episodeSchema = z.object({
  id: z.union([z.string(), z.number()]).optional(),
  /** Seconds since 1970 or an ISO date; orders episodes into windows. */
  time: z.union([z.number(), z.string()]).optional(),
  steps: z.array(z.tuple([z.string(), z.string()])).optional(),
  path: z.array(z.string()).optional(),
  /** Whether a path ended because the agent stopped there; default true. */
  stopped: z.boolean().default(true),
});

export type WorldFile = z.infer<typeof worldFileSchema>;
export type EpisodeRecord = z.infer<typeof episodeSchema>;
