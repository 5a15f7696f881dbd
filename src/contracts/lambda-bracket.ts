import { z } from "zod";
import { experimentResultSchema } from "./experiment.js";

const proportionSchema = z.object({ value: z.number(), lower: z.number(), upper: z.number() });

/** Quantiles over replications of an end or estimate as a ratio to the true lambda_max: 1 is right. */
const spreadSchema = z.object({ p5: z.number(), p50: z.number(), p95: z.number() });

/** One spectrum at one number of gradient samples. */
export const lambdaBracketCellSchema = z.object({
  family: z.enum(["spiked", "power-law", "heavy-tailed"]),
  /** "spike 50 in 20,000 dimensions". */
  spectrum: z.string(),
  /** Gradient samples n. */
  rows: z.number(),
  lambdaMax: z.number(),
  replications: z.number(),
  /** Share of intervals that hold lambda_max, with its 95% Wilson interval; without an upper end the lower one decides. */
  coverage: proportionSchema,
  /** The same among intervals that have an upper end; null where none has. */
  coverageTwoSided: proportionSchema.nullable(),
  /** Shares: lambda_max below the lower limit, above the upper one, and intervals without an upper end. */
  missedBelow: z.number(),
  missedAbove: z.number(),
  oneSided: z.number(),
  /** Limits of the interval, as ratios to lambda_max. */
  lowerLimit: spreadSchema,
  upperLimit: spreadSchema.nullable(),
  /** Ends of the bracket, v_A' F_B v_A and the top sample eigenvalue: means with their 95% intervals. */
  bracketLower: proportionSchema,
  bracketUpper: proportionSchema,
  /** Point estimates in all replications, and the share in which the tail diagnostic forbids them. */
  noiseReduction: spreadSchema,
  spikedModel: spreadSchema.nullable(),
  undetected: z.number(),
  pointForbidden: z.number(),
  /** Noise reduction where it may be quoted; null where it never may. */
  noiseReductionAllowed: spreadSchema.nullable(),
});

export const lambdaBracketResultSchema = experimentResultSchema.extend({
  experiment: z.literal("lambda-bracket"),
  series: z.array(lambdaBracketCellSchema),
});

export type LambdaBracketCell = z.infer<typeof lambdaBracketCellSchema>;
export type LambdaBracketResult = z.infer<typeof lambdaBracketResultSchema>;
