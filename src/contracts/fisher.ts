import { z } from "zod";
import { estimateSchema } from "./estimate.js";

/** An interval whose point in the middle is null where no point estimate may be quoted. */
const rangeSchema = estimateSchema.extend({ value: z.number().nullable() });

/** A point estimate of lambda_max; `value` is null where it is withheld or undefined, and `reason` says why. */
const pointEstimateSchema = z.object({
  /** "noise reduction", "spiked model", ... */
  name: z.string(),
  source: z.string(),
  value: z.number().nullable(),
  reason: z.string().nullable(),
});

/** The bracket from the first `samples` gradients (in a random order): means over splits, with what they cover. */
const bracketAtSchema = z.object({
  samples: z.number().int().min(2),
  /** Two-half lower end E[v_A' F_B v_A] and upper end E[top sample eigenvalue]. */
  lower: z.number(),
  upper: z.number(),
});

/** What `telostat fisher --json` prints. Eigenvalues are in squared units of the gradient. */
export const fisherResultSchema = z.object({
  command: z.literal("fisher"),
  /** Of telostat. */
  version: z.string(),
  seed: z.number(),
  level: z.number(),
  /** The files, in the order in which their rows were stacked. */
  sources: z.array(z.string()),
  /** Whole gradients, or sketches of them. */
  input: z.enum(["gradients", "sketches"]),
  /** Which matrix these are the eigenvalues of: they differ, and a number without its matrix means nothing. */
  matrix: z.enum(["empirical Fisher", "Monte-Carlo Fisher"]),
  /** Gradients, n. */
  samples: z.number().int().min(2),
  /** Entries of a gradient that were read (of a sketch: that were projected). */
  columns: z.number().int().positive(),
  /** N of gamma_crit: the model's parameters. */
  parameters: z.number().int().positive(),
  /** Tensors by name and entries per sample, at most 1000 of them. */
  tensors: z.array(z.object({ name: z.string(), entries: z.number().int().nonnegative() })),
  /** The pattern that chose tensors; null for the whole model. */
  layers: z.string().nullable(),
  /** Random splits that the bracket averages over. */
  splits: z.number().int().positive(),
  /** The headline: the bracket of lambda_max with the uncertainty of both ends. */
  lambdaMax: rangeSchema,
  /** The ends by themselves: v_A' F_B v_A from below, the top sample eigenvalue from above, each with its interval. */
  bracket: z.object({ lower: estimateSchema, upper: estimateSchema }),
  /** Whether a few gradients carry the spectrum: then Gaussian corrections are withheld. */
  heavyTail: z.object({
    heavy: z.boolean(),
    /** The share of the trace that the largest gradient has: 1/n if all are alike. */
    largestShare: z.number(),
    message: z.string(),
  }),
  points: z.array(pointEstimateSchema),
  /** gamma_crit = (lambda_max / 2) ln N over the interval of lambda_max. */
  criticalWork: rangeSchema,
  trace: estimateSchema,
  /** tr F / lambda_max. */
  effectiveDimension: rangeSchema,
  /** Sample eigenvalues, falling, all n of them; those beyond the first are biased too. */
  eigenvalues: z.array(z.number()),
  /** The bracket against the number of samples, rising; the last has all of them. */
  growth: z.array(bracketAtSchema),
  /** How many gradients in all would bring the bracket's ends within `relativeWidth` of each other; null: cannot be told. */
  settled: z.object({
    relativeWidth: z.number(),
    samples: z.number().int().nullable(),
    message: z.string(),
  }),
  /** For sketches: their dimension and the relative error that they add to every eigenvalue. */
  sketch: z
    .object({
      version: z.number().int(),
      seed: z.string(),
      dimension: z.number().int(),
      relativeError: z.number(),
      method: z.string(),
    })
    .nullable(),
  /** Where the products ran, for instance "onnxruntime, 2 threads". */
  execution: z.string(),
  /** What limits the figures, a sentence each. */
  notes: z.array(z.string()),
});

export type FisherResult = z.infer<typeof fisherResultSchema>;
