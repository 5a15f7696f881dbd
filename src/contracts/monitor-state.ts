import { z } from "zod";
import { alarmSchema, alarmStatusSchema } from "./alarm.js";

const whole = z.number().int().nonnegative();

const paneSchema = z.object({
  index: z.number().int(),
  n: z.number().nonnegative(),
  counts: z.array(z.number()),
});

const countingSchema = z.object({
  version: z.literal(1),
  open: z.array(paneSchema),
  next: z.number().nullable(),
  newest: z.number().nullable(),
  leap: z.number().nullable(),
  remembered: z.object({ ids: z.array(z.number()), contents: z.array(z.number()) }),
  accepted: whole,
  duplicates: whole,
  rejected: z.record(z.string(), whole),
});

const ruleSchema = z.object({
  reference: z.object({ windows: whole, weight: z.number(), mean: z.number(), squares: z.number() }),
  /** The detector's own. */
  detector: z.unknown(),
  seen: z.array(z.tuple([z.number(), z.number()])),
  life: z.object({
    status: alarmStatusSchema,
    open: z.boolean(),
    silent: whole,
    quiet: whole,
    untold: whole,
  }),
  alarm: alarmSchema.nullable(),
});

/** State of one system's monitor; see `MonitorState` in monitor/. */
export const monitorStateSchema = z.object({
  version: z.literal(2),
  counting: countingSchema,
  sliding: z.array(paneSchema),
  stability: z.object({
    drift: z.unknown(),
    rules: z.array(ruleSchema),
    record: z
      .array(z.tuple([z.number(), z.number(), z.number(), z.number().nullable(), z.number().nullable()]))
      .optional(),
  }),
});

/** How far an output file is written. */
const writtenSchema = z.object({ path: z.string(), bytes: whole }).nullable();

/** What `telostat watch --state` keeps, so that a watch that was killed goes on where it was. */
export const watchStateSchema = z.object({
  file: z.literal("telostat watch state"),
  version: z.literal(1),
  /** What decides the figures; a watch goes on only with the same. */
  settings: z.record(z.string(), z.unknown()),
  input: z.object({
    source: z.string(),
    /** Bytes and lines that are in the state. */
    offset: whole,
    lines: whole,
    /** SHA-256 of the last bytes before `offset`, by which the file is known again. */
    before: z.string(),
    /** The header of a CSV file. */
    header: z.string().nullable(),
  }),
  out: writtenSchema,
  rejects: writtenSchema,
  /** Records that are no observation. */
  unreadable: whole,
  systems: z.record(z.string(), monitorStateSchema),
});

export type WatchState = z.infer<typeof watchStateSchema>;
