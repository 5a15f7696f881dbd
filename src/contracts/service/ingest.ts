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

export const uploadFormats = ["labels", "chat", "inspect", "tau-bench"] as const;

/** The batch is on disk; what its observations come to is decided after. */
export const acceptedSchema = z.object({
  system: nameSchema,
  batch: z.string(),
  received: z.number().int().positive(),
  /** Whether this batch had been taken before. */
  repeated: z.boolean(),
});

/** A file was taken: what came of it, and what of it was left out or read otherwise than it stands. */
export const uploadedSchema = acceptedSchema.extend({
  format: z.enum(uploadFormats),
  omitted: z.array(
    z.object({
      what: z.string(),
      count: z.number().int().positive(),
      /** Where that was first: "upload:3". */
      first: z.string(),
    }),
  ),
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

/** google.rpc.Status, as OTLP/HTTP tells failures: `code` is a google.rpc.Code. */
export const statusSchema = z.object({ code: z.number().int(), message: z.string() });
/** Export{Trace,Logs}ServiceResponse; only what was rejected is told. */
export const exportAnswerSchema = z.object({
  partialSuccess: z
    .object({
      rejectedSpans: z.string().optional(),
      rejectedLogRecords: z.string().optional(),
      errorMessage: z.string(),
    })
    .optional(),
});

export type NewObservation = z.infer<typeof newObservationSchema>;
export type Batch = z.infer<typeof batchSchema>;
export type Accepted = z.infer<typeof acceptedSchema>;
export type Uploaded = z.infer<typeof uploadedSchema>;
export type UploadFormat = (typeof uploadFormats)[number];
export type StoredRejection = z.infer<typeof rejectionSchema>;
export type Problem = z.infer<typeof problemSchema>;
