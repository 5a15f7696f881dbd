import { z } from "zod";
import { estimateSchema } from "./estimate.js";

/** Limits of a figure; an end that cannot be given is null, and `noUpper` says why there is no upper one. */
const limitsSchema = estimateSchema.extend({
  upper: z.number().nullable(),
  noUpper: z.string().nullable(),
});

/** A point estimate of lambda_max; `value` is null where it is withheld or undefined, and `reason` says why. */
const pointEstimateSchema = z.object({
  /** "noise reduction", "spiked model", ... */
  name: z.string(),
  source: z.string(),
  value: z.number().nullable(),
  reason: z.string().nullable(),
});

/** The bracket from subsets of `samples` gradients, averaged. */
const bracketAtSchema = z.object({
  samples: z.number().int().min(2),
  /** v_A' F_B v_A, its expectation at most lambda_max, and the top sample eigenvalue, its expectation at least that. */
  lower: z.number(),
  upper: z.number(),
});

/** Share of the non-zero sample eigenvalues in a bin of ln lambda; `noise`: what white noise would have, null for sketches. */
const densityBinSchema = z.object({
  from: z.number(),
  to: z.number(),
  share: z.number(),
  noise: z.number().nullable(),
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
  /** The headline: confidence limits of lambda_max; the value is the geometric middle of the bracket. */
  lambdaMax: limitsSchema,
  /** Averages over splits, without a limit's allowance for the draw: see `bracketAtSchema`. */
  bracket: z.object({ lower: z.number(), upper: z.number() }),
  /** Whether a few gradients carry the spectrum: where the reasons are not empty, something is withheld. */
  tail: z.object({
    /** Of the projections on the top direction (Gaussian gradients: 3). */
    kurtosis: z.number(),
    /** How many gradients carry the top direction. */
    effectiveRows: z.number(),
    /** The largest share of one gradient in the top direction, which one (from 0), and lambda_max without it over with it. */
    leadingShare: z.number(),
    leadingRow: z.number().int().nonnegative(),
    withoutLeadingRow: z.number(),
    againstPoint: z.array(z.string()),
    againstUpper: z.array(z.string()),
  }),
  /** Estimates that hold for Gaussian gradients. */
  points: z.array(pointEstimateSchema),
  /** gamma_crit = (lambda_max / 2) ln N between the limits of lambda_max. */
  criticalWork: limitsSchema,
  /** tr F. */
  trace: estimateSchema,
  /** tr F / lambda_max. */
  traceOverTop: limitsSchema,
  /** tr F (F + c)^-1 between an end from below and one from above in expectation. */
  effectiveDimensions: z.array(z.object({ ridge: z.number(), lower: z.number(), upper: z.number() })),
  /** Sample eigenvalues, falling, all n of them; biased up at the top, down at the bottom. */
  eigenvalues: z.array(z.number()),
  /** Density of these SAMPLE eigenvalues, those that are not zero, as a histogram over ln lambda; not that of the matrix. */
  density: z.array(densityBinSchema),
  /** The bracket against the number of samples, rising; the last has all of them. */
  curve: z.array(bracketAtSchema),
  /** Gradients in all that would bring the ends within a factor `target`: fewest to most, null where it cannot be told. */
  settling: z
    .object({
      target: z.number(),
      ratio: z.number(),
      fewest: z.number().nullable(),
      most: z.number().nullable(),
      message: z.string(),
    })
    .nullable(),
  /** For sketches: their dimension and the relative error that they add to every eigenvalue. */
  sketch: z
    .object({
      version: z.number().int(),
      seed: z.string(),
      dimension: z.number().int(),
      /** lambda_max of the gradients lies between these multiples of that of the sketches, with probability `level`. */
      lowerFactor: z.number(),
      upperFactor: z.number(),
      level: z.number(),
      method: z.string(),
    })
    .nullable(),
  /** Where the products ran, for instance "onnxruntime, 2 threads". */
  execution: z.string(),
  /** What limits the figures, a sentence each. */
  notes: z.array(z.string()),
});

export type FisherResult = z.infer<typeof fisherResultSchema>;
