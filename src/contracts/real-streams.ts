import { z } from "zod";
import { experimentResultSchema, figureSchema } from "./experiment.js";

export const realStreamsResultSchema = experimentResultSchema.extend({
  experiment: z.literal("real-streams"),
  series: z.object({
    watchers: z.array(z.string()),
    /** Streams of one condition: share of shuffles with a false alarm, by watcher; `promised` on ideal streams. */
    conditions: z.array(
      z.object({
        condition: z.string(),
        windows: z.number(),
        promised: z.array(z.number()),
        falseAlarms: z.array(figureSchema),
      }),
    ),
    /** Shifts: share of shuffles in which it was found, and the median delay in answers; null without enough answers. */
    shifts: z.array(
      z.object({
        shift: z.string(),
        matched: z.boolean(),
        answers: z.number(),
        words: z.array(z.number()).nullable(),
        found: z.array(figureSchema).nullable(),
        delay: z.array(z.number().nullable()).nullable(),
      }),
    ),
  }),
});

export type RealStreamsResult = z.infer<typeof realStreamsResultSchema>;
