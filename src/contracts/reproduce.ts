import { z } from "zod";
import { estimateSchema } from "./estimate.js";

export const verdictSchema = z.enum(["reproduced", "artefact", "inconsistent", "refuted"]);

export const claimSchema = z.object({
  id: z.string(),
  claim: z.string(),
  paper: z.string(),
  measured: estimateSchema.loose(),
  verdict: verdictSchema,
  why: z.string(),
});

export const reproduceResultSchema = z.object({
  experiment: z.literal("reproduce"),
  version: z.string(),
  seed: z.number(),
  parameters: z.record(z.string(), z.unknown()),
  claims: z.array(claimSchema),
});

export type Claim = z.infer<typeof claimSchema>;
export type ReproduceResult = z.infer<typeof reproduceResultSchema>;
