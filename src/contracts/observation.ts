import { z } from "zod";

/** One observation as it is sent or written, a line of JSON: a goal that was seen, or how probable each goal is. */
export const observationSchema = z
  .object({
    /** A repeat of an id is ignored. */
    id: z.union([z.string(), z.number()]).optional(),
    /** The model, agent or run that was observed. */
    system: z.string().optional(),
    /** Seconds or milliseconds since 1970, or ISO 8601. */
    time: z.union([z.number(), z.string()]).optional(),
    goal: z.string().optional(),
    /** Times that `goal` was seen. */
    count: z.number().int().nonnegative().optional(),
    /** In the place of `goal`: p(goal), summing to one. */
    probabilities: z.record(z.string(), z.number().min(0).max(1)).optional(),
  })
  .refine(
    ({ goal, probabilities }) => (goal === undefined) !== (probabilities === undefined),
    "expected a goal, or probabilities of goals",
  );

export type ObservationRecord = z.infer<typeof observationSchema>;
