import { z } from "zod";
import { nameSchema, timeSchema } from "./scalars.js";

/** Text that an observation came with. */
export const messageSchema = z.strictObject({ role: z.string().max(100), text: z.string().max(100_000) });

/** One observation of a batch: a goal that was seen, or how probable each goal is. */
export const newObservationSchema = z
  .strictObject({
    /** A repeat is ignored; the same id with other content is rejected. Without one, a resent batch counts twice. */
    id: z.union([z.string().min(1).max(200), z.number()]).optional(),
    /** Default: when it came in. */
    time: timeSchema.optional(),
    goal: z.string().max(200).optional(),
    count: z.number().int().nonnegative().optional(),
    probabilities: z.record(z.string(), z.number().min(0).max(1)).optional(),
    messages: z.array(messageSchema).max(1000).optional(),
  })
  .refine(
    ({ goal, probabilities }) => (goal === undefined) !== (probabilities === undefined),
    "expected a goal, or probabilities of goals",
  );

export const batchSchema = z.strictObject({
  /** A batch that is sent again with its id is taken once. */
  batch: z.string().min(1).max(200).optional(),
  observations: z.array(newObservationSchema).min(1).max(10_000),
});

/** The batch is on disk; what its observations come to is decided after. */
export const acceptedSchema = z.object({
  system: nameSchema,
  batch: z.string(),
  received: z.number().int().positive(),
  /** Whether this batch had been taken before. */
  repeated: z.boolean(),
});

/** An observation or batch that was set aside. */
export const rejectionSchema = z.object({
  system: nameSchema,
  batch: z.string(),
  index: z.number().int().nonnegative(),
  reason: z.string(),
  message: z.string(),
  content: z.unknown(),
});

/** A problem, RFC 9457. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  /** Where in the request: "observations[3].goal". */
  position: z.string().optional(),
});

export type NewObservation = z.infer<typeof newObservationSchema>;
export type Batch = z.infer<typeof batchSchema>;
export type Accepted = z.infer<typeof acceptedSchema>;
export type StoredRejection = z.infer<typeof rejectionSchema>;
export type Problem = z.infer<typeof problemSchema>;
