import { z } from "zod";

/** A named figure: value with interval, or null where it is undefined. Unit "1" is dimensionless. */
export const figureSchema = z.looseObject({
  value: z.number().nullable(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  unit: z.string().optional(),
});

/** What every experiment prints: question and rule were fixed before the run, the verdict follows the rule. */
export const experimentResultSchema = z.object({
  experiment: z.string(),
  version: z.string(),
  seed: z.number(),
  parameters: z.record(z.string(), z.unknown()),
  question: z.string(),
  rule: z.string(),
  summary: z.record(z.string(), figureSchema),
  verdict: z.string(),
  why: z.string(),
  series: z.unknown(),
});

export type Figure = z.infer<typeof figureSchema>;
export type ExperimentResult = z.infer<typeof experimentResultSchema>;
