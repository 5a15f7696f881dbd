import { z } from "zod";
import { bandSchema } from "./closed-loop.js";
import { experimentResultSchema } from "./experiment.js";

/** One cell: the replications of a population of agents that were measured alike. Shares are of replications. */
export const calibrationCellSchema = z.looseObject({
  goals: z.number(),
  /** Rationality of the agents. */
  beta: z.number(),
  /** How the true goal distribution comes about: "drawn" from the prior, "start", "equal", ... */
  population: z.string(),
  episodes: z.number(),
  replications: z.number(),
  /** Shares of the 95% and 80% intervals of S that contain the truth, with their 95% Wilson intervals. */
  coverage95: bandSchema,
  coverage80: bandSchema,
  /** The same of the 95% interval by the fast Laplace route. */
  laplaceCoverage95: bandSchema,
  /** Mean of the estimate less the truth, with its standard error, nats. */
  bias: z.number(),
  biasError: z.number(),
  rootMeanSquare: z.number(),
  /** Mean width of the intervals, nats. */
  width95: z.number(),
  width80: z.number(),
  /** Why the coverage lies outside 93 to 97%, where it does. */
  reason: z.string().nullable(),
});

export const calibrateEntropyResultSchema = experimentResultSchema.extend({
  experiment: z.literal("calibrate-entropy"),
  series: z.array(calibrationCellSchema),
});

export type CalibrationCell = z.infer<typeof calibrationCellSchema>;
export type CalibrateEntropyResult = z.infer<typeof calibrateEntropyResultSchema>;
