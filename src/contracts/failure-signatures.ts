import { z } from "zod";
import { experimentResultSchema } from "./experiment.js";

export const failureSignaturesResultSchema = experimentResultSchema.extend({
  experiment: z.literal("failure-signatures"),
  series: z.object({
    /** The half that is counted: "held-out", or "tuning" where that was not run. */
    half: z.string(),
    kinds: z.array(z.string()),
    /** Names that a run can get: the kinds, and "undetermined". */
    calls: z.array(z.string()),
    /** Runs by kind and name, [kinds][calls]. */
    counts: z.array(z.array(z.number())),
  }),
});

export type FailureSignaturesResult = z.infer<typeof failureSignaturesResultSchema>;
