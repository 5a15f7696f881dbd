import { z } from "zod";
import { diagnosisSchema, forecastSchema } from "../diagnosis.js";
import { estimateSchema } from "../estimate.js";
import { nameSchema, secondsSchema, timeSchema } from "./scalars.js";

/** One window as it is drawn; null where there is nothing to say. */
export const windowSchema = z.object({
  window: z.number().int(),
  start: z.number(),
  end: z.number(),
  /** When it closed, by the service's clock. */
  closed: secondsSchema,
  n: z.number().nonnegative(),
  gap: z.boolean(),
  counts: z.array(z.number()),
  entropy: estimateSchema.nullable(),
  fidelity: estimateSchema.nullable(),
  /** dS/dt, nats a unit of the windows' time. */
  drift: estimateSchema.nullable(),
  /** When S passes what is tolerated; null where no rise is likely. Absent in windows of before there were any. */
  forecast: forecastSchema.nullable().optional(),
  /** gamma_eff, nats a unit of the windows' time; null without a drift or a reference rate. */
  effectiveWork: estimateSchema.nullable().optional(),
  status: z.enum(["ok", "warning", "alarm", "no-data", "paused"]),
});

/** A mark on the series. */
export const eventSchema = z.object({
  id: z.string(),
  system: nameSchema,
  time: secondsSchema,
  kind: z.enum(["deployment", "policy", "pause", "resume", "settings", "note"]),
  text: z.string(),
});

export const newEventSchema = z.strictObject({
  /** A mark that is sent again with its id is made once. */
  id: z.string().min(1).max(200).optional(),
  time: timeSchema.optional(),
  kind: z.enum(["deployment", "policy", "note"]),
  text: z.string().min(1).max(1000),
});

/** A trainer's point: what was measured and what the policy answered. */
export const trainingPointSchema = z.object({
  step: z.number().nonnegative(),
  time: secondsSchema,
  /** Null where the trainer only logged its metrics. */
  gamma: z.number().nonnegative().nullable(),
  reason: z.string(),
  entropy: estimateSchema.nullable(),
  lambdaMax: estimateSchema.nullable(),
  /** gamma_crit = (lambda_max / 2) ln N, where N is known. */
  criticalWork: z.number().nullable(),
  /** dS/dt since work was last switched on or off, nats a step; null below three measurements of S. */
  drift: estimateSchema.nullable().optional(),
  /** gamma_eff = (dS/dt without work) - (dS/dt now), nats a step; null without a reference rate, and without work. */
  effectiveWork: estimateSchema.nullable().optional(),
  /** D_KL of the proxy objective against the true one, and scores by both. */
  objectiveDivergence: estimateSchema.nullable().optional(),
  proxyScore: estimateSchema.nullable().optional(),
  trueScore: estimateSchema.nullable().optional(),
  /** What the trainer logged by its own names; null where that was not finite. */
  metrics: z.record(z.string(), z.number().nullable()).default({}),
});

/** A run that trains a system, with its points in order. */
export const trainingRunSchema = z.object({ run: nameSchema, points: z.array(trainingPointSchema) });

const unitSchema = z.enum(["observations", "seconds"]);

/** Settings under which windows were cut: other goals, windows or alarms start the next. */
export const epochSchema = z.object({
  epoch: z.number().int().positive(),
  since: secondsSchema,
  unit: unitSchema,
  goals: z.array(z.string()),
});

/** Windows in a range, thinned to at most `points` by keeping the extremes of each stretch; gaps are kept. */
export const seriesSchema = z.object({
  system: nameSchema,
  /** The epoch that the windows belong to, with its unit and its goals; and all that there are, oldest first. */
  epoch: z.number().int().positive(),
  epochs: z.array(epochSchema),
  unit: unitSchema,
  goals: z.array(z.string()),
  windows: z.array(windowSchema),
  /** Whether windows were left out to keep to `points`. */
  thinned: z.boolean(),
  events: z.array(eventSchema),
  /** Runs in the order of their first points. */
  training: z.array(trainingRunSchema),
});

/** dS/dt without work, against which gamma_eff is told, and where it is from. */
export const referenceRateSchema = z.object({ rate: estimateSchema, from: z.string() });

/** gamma_eff now; null where `why` says why not. */
const presentWorkSchema = z.object({
  reference: referenceRateSchema.nullable(),
  effectiveWork: estimateSchema.nullable(),
  why: z.string().nullable(),
});

/** What the figures of a system come to: which failure they look like, and the work that holds S. */
export const insightSchema = z.object({
  /** By the last 60 windows, and what trainers told meanwhile; null below six windows. */
  diagnosis: diagnosisSchema.nullable(),
  work: presentWorkSchema,
  runs: z.array(
    presentWorkSchema.extend({
      run: nameSchema,
      /** By the last 60 measurements of S in the run; null below six. */
      diagnosis: diagnosisSchema.nullable(),
    }),
  ),
});

export type SeriesWindow = z.infer<typeof windowSchema>;
export type Epoch = z.infer<typeof epochSchema>;
export type SystemEvent = z.infer<typeof eventSchema>;
export type TrainingPoint = z.infer<typeof trainingPointSchema>;
export type TrainingRun = z.infer<typeof trainingRunSchema>;
export type Insight = z.infer<typeof insightSchema>;
export type Series = z.infer<typeof seriesSchema>;
