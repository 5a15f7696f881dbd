import { z } from "zod";
import { alarmSchema, alarmStatusSchema, noticeSchema } from "./alarm.js";
import { diagnosisSchema, forecastSchema } from "./diagnosis.js";
import { estimateSchema } from "./estimate.js";
import { divergenceSchema } from "./measure.js";

/** A window that has closed, as `telostat watch --json` prints it. */
const windowLineSchema = z.object({
  type: z.literal("window"),
  /** Null where the input names no system. */
  system: z.string().nullable(),
  window: z.number().int(),
  start: z.number(),
  end: z.number(),
  label: z.string(),
  observations: z.number().nonnegative(),
  /** Observations of each goal, or sums of weights. */
  counts: z.record(z.string(), z.number()),
  gap: z.boolean(),
  entropy: estimateSchema.nullable(),
  fidelity: estimateSchema.nullable(),
  divergence: divergenceSchema.nullable(),
  /** dS/dt, nats a second or an observation; null in a gap and until there are three windows. */
  drift: estimateSchema.nullable(),
  /** Null where no rise is likely, where S is past it, and where no alarm says yet what of S is tolerated. */
  forecast: forecastSchema.nullable(),
  /** By the last 60 windows: where an alarm is told, and in every tenth window while one is open; null in others. */
  diagnosis: diagnosisSchema.nullable(),
  /** Empty for a window that overlaps the last one assessed. */
  alarms: z.array(
    z.object({
      rule: z.string(),
      status: alarmStatusSchema,
      statistic: z.number().nullable(),
      threshold: z.number().nullable(),
      learning: z.object({ windows: z.number(), of: z.number() }).nullable(),
    }),
  ),
});

const alarmLineSchema = z.object({
  type: z.literal("alarm"),
  system: z.string().nullable(),
  notice: noticeSchema,
  alarm: alarmSchema,
});

/** A line of `telostat watch --json`. */
export const watchLineSchema = z.discriminatedUnion("type", [windowLineSchema, alarmLineSchema]);
export type WatchLine = z.infer<typeof watchLineSchema>;
export type WatchWindow = z.infer<typeof windowLineSchema>;
