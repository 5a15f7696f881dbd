import { z } from "zod";
import { experimentResultSchema } from "./experiment.js";

/** A value with its interval over targets; null where no walk bears on it. */
const bandSchema = z.object({
  value: z.number().nullable(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
});

const sideSchema = z.object({
  /** S of the posterior over candidates, nats. */
  entropy: bandSchema,
  top1: bandSchema,
  /** nats */
  logloss: bandSchema,
});

export const wikispeediaStageSchema = z.object({
  /** "after_2": after two clicks of walks that went on; "1_left": all but the last click; "every_click": all of these. */
  stage: z.string(),
  paths: z.number(),
  ours: sideSchema,
  baseline: sideSchema,
});

/** Judgements whose largest probability lies in one bin; bins have equal width and go from 0 to 1. */
export const reliabilityBinSchema = z.object({
  judgements: z.number(),
  confidence: z.number().nullable(),
  accuracy: bandSchema,
});

export const wikispeediaResultSchema = experimentResultSchema.extend({
  experiment: z.literal("wikispeedia"),
  series: z.looseObject({
    stages: z.array(wikispeediaStageSchema),
    calibration: z.array(reliabilityBinSchema),
    features: z.array(z.string()),
    contexts: z.array(z.string()),
    /** What was learned for each test part. */
    learned: z.array(
      z.looseObject({ weights: z.array(z.number()), standardErrors: z.array(z.number()).nullable() }),
    ),
  }),
});

export type WikispeediaStage = z.infer<typeof wikispeediaStageSchema>;
export type ReliabilityBin = z.infer<typeof reliabilityBinSchema>;
export type WikispeediaResult = z.infer<typeof wikispeediaResultSchema>;
