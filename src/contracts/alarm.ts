import { z } from "zod";
import { namedFailureSchema } from "./diagnosis.js";
import { estimateSchema } from "./estimate.js";

export const alarmStatusSchema = z.enum(["ok", "warning", "alarm", "no-data", "paused"]);

const falseAlarmIntervalSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("mean"), observations: z.number(), relativeError: z.number() }),
  z.object({ kind: z.literal("at least"), observations: z.number() }),
  z.object({ kind: z.literal("unknown") }),
]);

/** One alarm from its beginning to its end; see `AlarmRecord` in monitor/. */
export const alarmSchema = z.object({
  id: z.string(),
  rule: z.string(),
  of: z.enum(["entropy", "fidelity"]),
  state: z.enum(["open", "resolved"]),
  began: z.number(),
  raised: z.number(),
  resolved: z.number().nullable(),
  evidence: z.object({
    detector: z.string(),
    statistic: z.number(),
    threshold: z.number(),
    windows: z.number().int().positive(),
    observations: z.number().nonnegative(),
    value: estimateSchema,
    tolerated: z.number(),
  }),
  /** In windows with evidence. */
  falseAlarmInterval: falseAlarmIntervalSchema,
  /** Absent where fewer than six windows told. */
  looksLike: namedFailureSchema.optional(),
  renotified: z.number().int().nonnegative(),
});

export const noticeSchema = z.enum(["raised", "renotified", "resolved"]);
