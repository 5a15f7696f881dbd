import { z } from "zod";
import { estimateSchema } from "./estimate.js";

const goalShareSchema = z.object({
  goal: z.string(),
  count: z.number().int().nonnegative(),
  /** p(g). */
  probability: estimateSchema,
});

/** D_KL(intended || p) = -ln p(g_1) in nats; an end that is infinite is null, and `reason` says why. */
const divergenceSchema = estimateSchema.extend({
  value: z.number().nullable(),
  upper: z.number().nullable(),
  reason: z.string().nullable(),
});

/** What `telostat measure --json` prints. */
export const measureResultSchema = z.object({
  command: z.literal("measure"),
  /** Of telostat. */
  version: z.string(),
  /** The file, or "stdin". */
  source: z.string(),
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
  /** What limits the figures, a sentence each. */
  notes: z.array(z.string()),
});

export type MeasureResult = z.infer<typeof measureResultSchema>;
export type Divergence = z.infer<typeof divergenceSchema>;
