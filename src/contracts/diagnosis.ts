import { z } from "zod";

/** A failure that a record can be named by; see `diagnose` in monitor/. */
export const signatureSchema = z.enum([
  "stable",
  "insufficient work",
  "lambda_max underestimated",
  "specification drift",
  "synergistic amplification",
]);

export const namedFailureSchema = z.object({
  /** "undetermined" where it is none of them, or none is confident enough. */
  named: z.union([signatureSchema, z.literal("undetermined")]),
  /** Of the most plausible, 0 to 1: it orders names, and is no frequency. */
  confidence: z.number(),
});

const evidenceSchema = z.object({
  statement: z.string(),
  /** The statistic with its 95% interval; null where it has none. */
  value: z.number().nullable(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  /** That the statement holds; null where nothing was watched that tells. */
  probability: z.number().nullable(),
});

export const diagnosisSchema = namedFailureSchema.extend({
  /** Most plausible first. */
  candidates: z.array(
    z.object({
      signature: signatureSchema,
      confidence: z.number(),
      /** Why it cannot be told. */
      excluded: z.string().optional(),
      evidence: z.array(evidenceSchema),
    }),
  ),
  /** What the name is worth, in words. */
  limits: z.array(z.string()),
});

/** When S passes a limit, in the unit of the windows' time from the middle of the window; see `forecastCrossing` in monitor/. */
export const forecastSchema = z.object({
  limit: z.number(),
  /** P(S passes it within the horizon), with the error of its simulation. */
  probability: z.object({ value: z.number(), standardError: z.number() }),
  /** Null: not within the horizon. 0: S may be above it already. */
  median: z.number().nullable(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  level: z.number().gt(0).lt(1),
  horizon: z.number().positive(),
});

export type NamedFailure = z.infer<typeof namedFailureSchema>;
export type DiagnosisReport = z.infer<typeof diagnosisSchema>;
export type ForecastReport = z.infer<typeof forecastSchema>;
