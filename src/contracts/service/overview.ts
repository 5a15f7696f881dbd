import { z } from "zod";
import { forecastSchema } from "../diagnosis.js";
import { estimateSchema } from "../estimate.js";
import { nameSchema, secondsSchema } from "./scalars.js";
import { observerSchema, systemSettingsSchema, systemStatusSchema } from "./system.js";

/** One line of the list of systems. */
export const systemOverviewSchema = z.object({
  system: nameSchema,
  title: z.string(),
  status: systemStatusSchema,
  entropy: estimateSchema.nullable(),
  fidelity: estimateSchema.nullable(),
  drift: estimateSchema.nullable(),
  forecast: forecastSchema.nullable(),
  goals: z.number().int(),
  /** Ends of the windows, and S in them, of the latest windows: a sparkline. */
  recent: z.array(z.object({ end: z.number(), entropy: z.number().nullable() })),
  lastObservation: secondsSchema.nullable(),
  openAlarms: z.number().int().nonnegative(),
});

export const systemSchema = z.object({
  system: nameSchema,
  created: secondsSchema,
  settings: systemSettingsSchema,
  overview: systemOverviewSchema,
});

/** Goal shares of now beside those of the reference period. */
export const distributionSchema = z.object({
  goals: z.array(z.string()),
  current: z.object({ n: z.number(), shares: z.array(estimateSchema) }).nullable(),
  reference: z.object({ n: z.number(), shares: z.array(estimateSchema) }).nullable(),
});

/** What the numbers of a system rest on. */
export const trustSchema = z.object({
  observers: z.array(observerSchema),
  /** Observations in the last window with data, and in all. */
  lastWindow: z.number().nonnegative(),
  observations: z.number().int().nonnegative(),
  duplicates: z.number().int().nonnegative(),
  rejected: z.record(z.string(), z.number().int().nonnegative()),
  /** Seconds since the last observation came in. */
  staleness: z.number().nonnegative().nullable(),
  /** Batches that wait, and that failed. */
  waiting: z.number().int().nonnegative(),
  failed: z.number().int().nonnegative(),
  /** What speaks against the numbers, in words; empty where nothing does. */
  warnings: z.array(z.string()),
});

export type SystemOverview = z.infer<typeof systemOverviewSchema>;
export type SystemDescription = z.infer<typeof systemSchema>;
export type Distribution = z.infer<typeof distributionSchema>;
export type Trust = z.infer<typeof trustSchema>;
