import { z } from "zod";
import { bandSchema } from "./closed-loop.js";
import { experimentResultSchema } from "./experiment.js";

/**
 * One measurement of one cell, after `step` steps: geometric means over seeds with the Student-t interval of the
 * logarithm (95%, pointwise in time). With one seed the three numbers are equal.
 */
const lambdaPointSchema = z.object({
  step: z.number().int().nonnegative(),
  /** "learning", then "shifted": the objective has changed. A phase's first point is its start. */
  phase: z.enum(["learning", "shifted"]),
  /** Mean cross-entropy of the phase's objective on the curvature's examples, nats. */
  loss: bandSchema,
  /** Top eigenvalue of the true Fisher matrix: lambda_max. */
  fisherMax: bandSchema,
  /** Top eigenvalue of the loss's Hessian, which gradient descent drives towards 2 / rate. */
  hessianMax: bandSchema,
  /** Trace of the true Fisher matrix. */
  trace: bandSchema,
  /** tr F / lambda_max. */
  effectiveDimension: bandSchema,
  /** gamma_crit = (lambda_max / 2) ln N. */
  criticalWork: bandSchema,
});

/** One architecture at one width and learning rate. */
const lambdaCellSchema = z.object({
  architecture: z.enum(["mlp", "cnn", "transformer"]),
  /** "MLP 64-128-10". */
  label: z.string(),
  /** Hidden units, channels of the first convolution, or the transformer's width. */
  width: z.number().int().positive(),
  rate: z.number().positive(),
  parameterCount: z.number().int().positive(),
  points: z.array(lambdaPointSchema),
  /** One entry a seed whose run did not diverge, over all of its measurements. */
  runs: z.array(
    z.object({
      seed: z.number(),
      /** Geometric mean of lambda_max. */
      fisherMax: z.number(),
      /** Largest over smallest lambda_max, hence also of gamma_crit. */
      movement: z.number(),
      /** Share of measurements with lambda_max in the assumed range. */
      inRange: z.number(),
    }),
  ),
});

export const validateLambdaResultSchema = experimentResultSchema.extend({
  experiment: z.literal("validate-lambda"),
  /** `assumed`: the range of lambda_max that the paper assumes. */
  parameters: z.looseObject({ assumed: z.tuple([z.number(), z.number()]) }),
  series: z.array(lambdaCellSchema),
});

export type LambdaCell = z.infer<typeof lambdaCellSchema>;
export type LambdaPoint = z.infer<typeof lambdaPointSchema>;
export type ValidateLambdaResult = z.infer<typeof validateLambdaResultSchema>;
