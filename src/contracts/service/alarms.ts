import { z } from "zod";
import { alarmSchema } from "../alarm.js";
import { diagnosisSchema } from "../diagnosis.js";
import { nameSchema, secondsSchema } from "./scalars.js";
import { alarmRuleSchema } from "./system.js";
import { windowSchema } from "./windows.js";

/** An alarm of a system; its times are those of the windows, `at` is the clock's. */
export const systemAlarmSchema = alarmSchema.extend({
  system: nameSchema,
  /** When it was raised, and resolved, by the service's clock. */
  raisedAt: secondsSchema,
  resolvedAt: secondsSchema.nullable(),
});

/** A transcript, or whatever text an observation came with. Untrusted: never to be shown as anything but text. */
export const transcriptSchema = z.object({
  id: z.string(),
  time: secondsSchema,
  /** The most probable one, where the observation has probabilities. */
  goal: z.string().nullable(),
  messages: z.array(z.object({ role: z.string(), text: z.string() })),
});

export const alarmPageSchema = z.object({
  alarm: systemAlarmSchema,
  windows: z.array(windowSchema),
  /** Which failure the 60 windows up to its end, or up to now, look like; null below six. */
  diagnosis: diagnosisSchema.nullable(),
  transcripts: z.array(transcriptSchema),
});

/** What a rule would have said about the windows that are there: drawn while it is edited. */
export const alarmPreviewSchema = z.object({
  rule: alarmRuleSchema,
  threshold: z.number().nullable(),
  falseAlarmInterval: alarmSchema.shape.falseAlarmInterval,
  /** The statistic at the end of each window; null where it has none. */
  statistics: z.array(z.object({ end: z.number(), statistic: z.number().nullable() })),
  alarms: z.array(alarmSchema),
});

/** Where alarms are sent. The secret of a webhook is told once, when it is made. */
export const destinationSettingsSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("webhook"), name: nameSchema, url: z.url() }),
  z.strictObject({ kind: z.literal("slack"), name: nameSchema, url: z.url() }),
  z.strictObject({ kind: z.literal("alertmanager"), name: nameSchema, url: z.url() }),
]);

export const destinationSchema = z.object({
  name: nameSchema,
  kind: z.enum(["webhook", "slack", "alertmanager"]),
  url: z.string(),
  created: secondsSchema,
  /** Deliveries that wait, and that were given up. */
  waiting: z.number().int().nonnegative(),
  failed: z.number().int().nonnegative(),
  lastError: z.string().nullable(),
});

/** A notice that was given up, with what the receiver said, or why it was not reached. */
export const givenUpSchema = z.object({
  id: z.string(),
  title: z.string(),
  alarm: z.string(),
  system: nameSchema,
  created: secondsSchema,
  attempts: z.number().int().positive(),
  error: z.string(),
});

/** A destination as it is told once, when it is made: what a webhook signs with is not told again. */
export const madeDestinationSchema = destinationSchema.extend({ secret: z.string().nullable() });

/** How a test, or another try of what had been given up, went. */
export const testedSchema = z.object({ sent: z.boolean(), detail: z.string() });
export const retriedSchema = z.object({ retried: z.number().int().nonnegative() });

/** What an alarm's notice says, to whatever destination. */
export const alarmNoticeSchema = z.object({
  /** The same for every attempt: receivers can drop repeats by it. */
  id: z.string(),
  notice: z.enum(["raised", "renotified", "resolved", "test"]),
  title: z.string(),
  /** The alarm's page. */
  link: z.string().nullable(),
  alarm: systemAlarmSchema,
});

export type SystemAlarm = z.infer<typeof systemAlarmSchema>;
export type StoredTranscript = z.infer<typeof transcriptSchema>;
export type AlarmPage = z.infer<typeof alarmPageSchema>;
export type AlarmPreview = z.infer<typeof alarmPreviewSchema>;
export type DestinationSettings = z.infer<typeof destinationSettingsSchema>;
export type Destination = z.infer<typeof destinationSchema>;
export type MadeDestination = z.infer<typeof madeDestinationSchema>;
export type Tested = z.infer<typeof testedSchema>;
export type GivenUp = z.infer<typeof givenUpSchema>;
export type AlarmNotice = z.infer<typeof alarmNoticeSchema>;
