import { z } from "zod";
import { experimentResultSchema } from "./experiment.js";

/** A mean over seeds with its interval; null where nothing was measured. */
export const bandSchema = z.object({ value: z.number(), lower: z.number(), upper: z.number() });

export const policyPointSchema = z.object({
  step: z.number(),
  entropy: bandSchema,
  fidelity: bandSchema,
  gamma: bandSchema,
  lambdaMax: bandSchema.nullable(),
  criticalWork: bandSchema.nullable(),
});

export const policySeriesSchema = z.object({
  policy: z.string(),
  label: z.string(),
  points: z.array(policyPointSchema),
  /** One entry a seed, where this run and the one without work did not diverge: where it ended. */
  ends: z.array(
    z.object({
      seed: z.number(),
      entropy: z.number(),
      fidelity: z.number(),
      taskLoss: z.number(),
      tax: z.number(),
      alarmStep: z.number().nullable(),
    }),
  ),
});

export const closedLoopResultSchema = experimentResultSchema.extend({
  experiment: z.literal("closed-loop"),
  series: z.array(policySeriesSchema),
});

export type Band = z.infer<typeof bandSchema>;
export type PolicySeries = z.infer<typeof policySeriesSchema>;
export type ClosedLoopResult = z.infer<typeof closedLoopResultSchema>;
