import { z } from "zod";

/** Rewards by place: a state's name, or in a gridworld a mark of the map. Paid on arrival. */
const rewardsSchema = z.record(z.string(), z.number());

const goalName = z
  .string()
  .trim()
  .min(1)
  .max(1000)
  .refine((name) => name !== "none of these", "'none of these' is added by itself; choose another name");

/** Goals by name. */
const rewardGoalsSchema = z.record(goalName, rewardsSchema);

const common = {
  /** The name of the goal that the agent should have. */
  intended: z.string().optional(),
  /** Discount of future reward a step. Default 0.95; 1 in a graph, where episodes end by stopping. */
  discount: z.number().min(0).max(1).optional(),
  /** Rationalities, per unit of reward, that are averaged over. Defaults: guide "World files". */
  beta: z.array(z.number().positive()).min(1).max(50).optional(),
  /** Reward of every step besides the goal's own. Default 0; in a graph -1, which makes short paths good. */
  step_reward: z.number().optional(),
  /** Whether uniformly random behaviour is a goal too, "none of these". */
  none_of_these: z.boolean().default(true),
};

const gridworldFileSchema = z.strictObject({
  kind: z.literal("gridworld"),
  /** Lines of equal length, `#` a wall; any other mark can carry reward. */
  map: z.array(z.string()).min(1),
  /** Marks of cells that end an episode. */
  terminal: z.string().default(""),
  slip: z.number().min(0).max(1).default(0),
  slip_to: z.enum(["anywhere", "sideways"]).default("anywhere"),
  goals: rewardGoalsSchema,
  ...common,
});

const graphFileSchema = z
  .strictObject({
    kind: z.literal("graph"),
    /** Every node with the nodes that it links to. */
    links: z.record(z.string(), z.array(z.string())).optional(),
    /** Or the path of a list of links, two columns, relative to the world file. */
    links_file: z.string().min(1).optional(),
    /** Target nodes: the goal of a target is to reach it and stop there. */
    goals: z.array(goalName).min(1).max(1000),
    ...common,
  })
  .refine(
    ({ links, links_file }) => (links === undefined) !== (links_file === undefined),
    "expected either 'links' or 'links_file'",
  );

const processFileSchema = z.strictObject({
  kind: z.literal("mdp"),
  /** transitions[state][action][next state] = probability; a state without actions ends the episode. */
  transitions: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.number()))),
  goals: rewardGoalsSchema,
  ...common,
});

const safetyFileSchema = z.strictObject({
  kind: z.literal("safety-gridworld"),
  /** One of the AI safety gridworlds; its goals are the reward that the agent sees and the performance that it does not. */
  name: z.string(),
  ...common,
});

/** A world file, in YAML or JSON: where an agent acts, and the goals that it may have there. */
export const worldFileSchema = z.discriminatedUnion("kind", [
  gridworldFileSchema,
  graphFileSchema,
  processFileSchema,
  safetyFileSchema,
]);

export type WorldFile = z.infer<typeof worldFileSchema>;
