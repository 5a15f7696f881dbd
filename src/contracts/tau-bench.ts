import { z } from "zod";
import { estimateSchema } from "./estimate.js";
import { experimentResultSchema } from "./experiment.js";

/** One run: the goal that it was given against the goal that its calls reveal. */
export const tauBenchRunSchema = z.object({
  /** Index of its task, from 0. */
  task: z.number(),
  success: z.boolean(),
  calls: z.number(),
  intended: z.string(),
  inferred: z.string(),
  /** p(intended | run). */
  fidelity: z.number(),
  /** S of the posterior over goals of this run alone, nats. */
  entropy: z.number(),
});

/** All runs of one task, as a population of goals. */
export const tauBenchTaskSchema = z.object({
  task: z.number(),
  intended: z.string(),
  runs: z.number(),
  successes: z.number(),
  /** S of the goal distribution, nats: its posterior given the runs. */
  entropy: estimateSchema,
  /** Weight of the intended goal in that distribution. */
  fidelity: estimateSchema,
  warnings: z.array(z.string()),
});

export const tauBenchResultSchema = experimentResultSchema.extend({
  experiment: z.literal("tau-bench"),
  series: z.object({ runs: z.array(tauBenchRunSchema), tasks: z.array(tauBenchTaskSchema) }),
});

export type TauBenchRun = z.infer<typeof tauBenchRunSchema>;
export type TauBenchTask = z.infer<typeof tauBenchTaskSchema>;
export type TauBenchResult = z.infer<typeof tauBenchResultSchema>;
