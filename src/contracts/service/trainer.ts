import { z } from "zod";
import { nameSchema } from "./scalars.js";

const boundedSchema = z.strictObject({ value: z.number(), lower: z.number(), upper: z.number() });

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
  /** N, for gamma_crit. */
  parameterCount: z.number().int().positive(),
  policy: policySettingsSchema,
});

/** What a trainer measured at a step. */
export const trainerStepSchema = z.strictObject({
  step: z.number().int().nonnegative(),
  /** S, nats, with its interval; or counts of the goals seen, from which it is estimated. */
  entropy: boundedSchema.optional(),
  counts: z.record(z.string(), z.number().int().nonnegative()).optional(),
  lambdaMax: boundedSchema.optional(),
  /** Gradient sketches (version 1), rows of one length: lambda_max is estimated from all of the step. */
  sketches: z.array(z.array(z.number())).min(2).max(4096).optional(),
  divergence: boundedSchema.optional(),
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

export type PolicySettings = z.infer<typeof policySettingsSchema>;
export type RunSettings = z.infer<typeof runSettingsSchema>;
export type TrainerStep = z.infer<typeof trainerStepSchema>;
export type TrainerAnswer = z.infer<typeof trainerAnswerSchema>;
