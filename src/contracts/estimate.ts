import { z } from "zod";

/** A number with its uncertainty; see `Estimate` in numeric/. */
export const estimateSchema = z.object({
  value: z.number(),
  lower: z.number(),
  upper: z.number(),
  level: z.number().gt(0).lt(1),
  method: z.string(),
  n: z.number().nonnegative(),
  covers: z.string(),
});
