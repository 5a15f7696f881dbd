import { z } from "zod";
import { nameSchema, secondsSchema } from "./scalars.js";

const boundedSchema = z
  .strictObject({
    value: z.number(),
    lower: z.number(),
    upper: z.number(),
    /** Of the interval. */
    level: z.number().gt(0).lt(1).default(0.95),
  })
  .refine(({ value, lower, upper }) => lower <= value && value <= upper, "expected lower <= value <= upper");

/** The policy that answers a trainer; see control/. */
export const policySettingsSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("constant"), gamma: z.number().nonnegative() }),
  z.strictObject({
    kind: z.literal("critical"),
    margin: z.number().positive().optional(),
    reestimate: z.boolean().optional(),
  }),
  z.strictObject({
    kind: z.literal("feedback"),
    /** Nats; default the system's target. */
    target: z.number().positive().optional(),
    gain: z.number().positive(),
    integralTime: z.number().positive(),
    maximum: z.number().positive(),
    initial: z.number().nonnegative().optional(),
  }),
]);

export const runSettingsSchema = z.strictObject({
  /** The system that the run trains: its goals and target. */
  system: nameSchema,
  /** N, for gamma_crit: the policy "critical" needs it. */
  parameterCount: z.number().int().positive().optional(),
  /** Without one the run only logs. */
  policy: policySettingsSchema.optional(),
});

/** What a trainer measured at a step. */
export const trainerStepSchema = z.strictObject({
  step: z.number().int().nonnegative(),
  /** S, nats, with its interval; or counts of the goals seen, from which it is estimated. */
  entropy: boundedSchema.optional(),
  counts: z.record(z.string(), z.number().int().nonnegative()).optional(),
  lambdaMax: boundedSchema.optional(),
  /** Gradient sketches (version 1), rows of one length: lambda_max is estimated from all of the step. */
  sketches: z.array(z.array(z.number())).min(4).max(256).optional(),
  divergence: boundedSchema.optional(),
  /** What a reward that is gamed is known by: D_KL of the proxy objective against the true one, nats, or scores by both. */
  objectiveDivergence: boundedSchema.optional(),
  proxyScore: boundedSchema.optional(),
  trueScore: boundedSchema.optional(),
  metrics: z.record(z.string(), z.number()).optional(),
});

/** The answer, the same however often a step is sent. */
export const trainerAnswerSchema = z.object({
  run: nameSchema,
  step: z.number().int().nonnegative(),
  gamma: z.number().nonnegative(),
  reason: z.string(),
  /** Steps that the policy has answered. */
  stateVersion: z.number().int().nonnegative(),
  repeated: z.boolean(),
});

/** A run as it is told. */
export const runSchema = z.object({
  run: nameSchema,
  created: secondsSchema,
  settings: runSettingsSchema,
  /** Steps that the policy has answered, and the last of its answers. */
  steps: z.number().int().nonnegative(),
  latest: trainerAnswerSchema.nullable(),
});

export type RunDescription = z.infer<typeof runSchema>;
export type PolicySettings = z.infer<typeof policySettingsSchema>;
export type RunSettings = z.infer<typeof runSettingsSchema>;
export type TrainerStep = z.infer<typeof trainerStepSchema>;
export type TrainerAnswer = z.infer<typeof trainerAnswerSchema>;
