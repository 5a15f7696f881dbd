import { z } from "zod";
import { estimateSchema } from "./estimate.js";

const goalShareSchema = z.object({
  goal: z.string(),
  count: z.number().int().nonnegative(),
  /** p(g). */
  probability: estimateSchema,
});

/** D_KL(intended || p) = -ln p(g_1) in nats; an end that is infinite is null, and `reason` says why. */
export const divergenceSchema = estimateSchema.extend({
  value: z.number().nullable(),
  upper: z.number().nullable(),
  reason: z.string().nullable(),
});

/** The same figures for a part of the observations. Without observations it is a gap: figures null, no distribution. */
const measureWindowSchema = z.object({
  /** Half open, [start, end): numbers of observations from 1, or seconds since 1970, as `windowing` says. */
  start: z.number(),
  end: z.number(),
  /** "1 to 100", or the start in UTC such as "2026-01-05 10:00". */
  label: z.string(),
  observations: z.number().int().nonnegative(),
  /** Null in a gap, and where there are too few observations for the estimator. */
  entropy: estimateSchema.nullable(),
  fidelity: estimateSchema.nullable(),
  divergence: divergenceSchema.nullable(),
  /** Goals in the order of the whole; empty in a gap. */
  distribution: z.array(goalShareSchema),
  /** What limits the figures of this window, a sentence each. */
  notes: z.array(z.string()),
});

/** The goal distribution by another method; figures of one kind that disagree point to a broken assumption. */
const crossCheckSchema = z.object({
  method: z.string(),
  source: z.string(),
  /** p(g) in the order of `distribution`; entries may be negative where the method allows it. */
  probabilities: z.array(z.number()),
  note: z.string().nullable(),
});

/** What `telostat measure --json` prints. */
export const measureResultSchema = z.object({
  command: z.literal("measure"),
  /** Of telostat. */
  version: z.string(),
  /** The file, or "stdin". */
  source: z.string(),
  /** What was observed: labels as they are, labels or probabilities of a classifier, tool calls, or episodes in a world. */
  input: z.enum(["labels", "predictions", "probabilities", "tool calls", "episodes"]),
  seed: z.number(),
  level: z.number(),
  estimator: z.object({ name: z.string(), source: z.string() }),
  interval: z.enum(["posterior", "bootstrap"]),
  /** Observations, n. */
  observations: z.number().int().positive(),
  /** Goals that could have been seen, K. */
  goals: z.number().int().min(2),
  /** S in nats, its largest value ln K, and S / ln K. */
  entropy: estimateSchema,
  maximumEntropy: z.number().positive(),
  relativeEntropy: estimateSchema,
  distribution: z.array(goalShareSchema),
  /** The intended goal g_1; null where it is not known, and with it fidelity p(g_1) and divergence. */
  intended: z.string().nullable(),
  fidelity: estimateSchema.nullable(),
  divergence: divergenceSchema.nullable(),
  /** Tumbling windows of `size` observations or seconds; null without `--window`. */
  windowing: z.object({ by: z.enum(["observations", "time"]), size: z.number().positive() }).nullable(),
  windows: z.array(measureWindowSchema).nullable(),
  /** Null where there is one method only. */
  crossChecks: z.array(crossCheckSchema).nullable(),
  /** What limits the figures, a sentence each. */
  notes: z.array(z.string()),
});

export type MeasureResult = z.infer<typeof measureResultSchema>;
export type MeasureWindow = z.infer<typeof measureWindowSchema>;
export type CrossCheck = z.infer<typeof crossCheckSchema>;
export type GoalShare = z.infer<typeof goalShareSchema>;
export type Divergence = z.infer<typeof divergenceSchema>;
