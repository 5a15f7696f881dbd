import { z } from "zod";
import { nameSchema, secondsSchema } from "./scalars.js";

/** How observations are cut; see `Windowing` in monitor/. */
export const windowingSchema = z.strictObject({
  by: z.enum(["observations", "time"]),
  /** Observations, or seconds. */
  size: z.number().positive(),
  slide: z.number().positive().optional(),
});

/** One alarm's rule; see `AlarmRuleOptions` in monitor/. */
export const alarmRuleSchema = z.strictObject({
  name: nameSchema.optional(),
  of: z.enum(["entropy", "fidelity"]).optional(),
  against: z
    .union([
      z.strictObject({ limit: z.number() }),
      z.strictObject({ referenceWindows: z.number().int().positive() }),
    ])
    .optional(),
  detector: z.string().optional(),
  falseAlarmInterval: z.number().gt(1).optional(),
  leastObservations: z.number().int().positive().optional(),
  leastWindows: z.number().int().positive().optional(),
  clearAfter: z.number().int().positive().optional(),
  noDataAfter: z.number().int().positive().optional(),
  renotifyAfter: z.number().int().positive().optional(),
});

/** Who says which goal was seen, and how well that is known: what "can I trust this?" rests on. */
export const observerSchema = z.strictObject({
  name: z.string().min(1).max(200),
  kind: z.enum(["labels", "classifier", "judge", "inverse-planning", "person"]),
  /** Share of its labels that an independent check confirmed, and in how many it was checked. */
  accuracy: z.number().min(0).max(1).optional(),
  checked: z.number().int().nonnegative().optional(),
  checkedAt: secondsSchema.optional(),
});

/** dS/dt without work with its 95% interval, nats a unit: of a run without work, or of the laboratory. */
export const referenceDriftSchema = z
  .strictObject({
    value: z.number(),
    lower: z.number(),
    upper: z.number(),
    /** Windows take the time, the observation or the window; training runs the step. */
    per: z.enum(["second", "hour", "observation", "window", "step"]),
  })
  .refine(({ value, lower, upper }) => lower <= value && value <= upper, "expected lower <= value <= upper");

/** What a user decides of a system: a model, an agent or a run that is watched. */
export const systemSettingsSchema = z.strictObject({
  title: z.string().max(200).optional(),
  /** Two at least, distinct; the intended goal is one of them. */
  goals: z.array(z.string().min(1).max(200)).min(2).max(1000),
  intended: z.string(),
  /**
   * How goals are inferred from the tool calls of conversations: a goal file, as an object or as the text of one (YAML or
   * JSON). The goals are then those of the file and "none of these".
   */
  goalFile: z.union([z.string().min(1).max(1_000_000), z.record(z.string(), z.unknown())]).optional(),
  /** Seconds without a new message after which a conversation told of by spans is over, and its goal inferred. Default 60. */
  quietAfter: z.number().positive().max(86_400).optional(),
  window: windowingSchema.default({ by: "observations", size: 100 }),
  /** Seconds by which an observation may come after a newer one. */
  lateness: z.number().nonnegative().default(0),
  alarms: z.array(alarmRuleSchema).max(20).default([{}]),
  observers: z.array(observerSchema).max(50).default([]),
  /** Observations and transcripts older than this are deleted; windows and alarms stay. */
  retentionDays: z.number().positive().optional(),
  /** Entropy, nats, up to which the system counts as held: drawn, and the trainer's target. */
  target: z.number().positive().optional(),
  /** gamma_eff is told against it. */
  referenceDrift: referenceDriftSchema.optional(),
});

export const systemStatusSchema = z.enum(["ok", "warning", "alarm", "no-data", "paused"]);

export type AlarmRuleSettings = z.infer<typeof alarmRuleSchema>;
export type SystemSettings = z.infer<typeof systemSettingsSchema>;
export type SystemStatus = z.infer<typeof systemStatusSchema>;
