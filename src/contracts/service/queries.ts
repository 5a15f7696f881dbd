import { z } from "zod";
import { uploadFormats } from "./ingest.js";
import { nameSchema, timeSchema } from "./scalars.js";

export const systemPathSchema = z.object({ system: nameSchema });
export const idPathSchema = z.object({ id: z.string().min(1).max(500) });
export const namePathSchema = z.object({ name: nameSchema });
export const runPathSchema = z.object({ run: nameSchema });

const most = (value: number, limit: number) => z.coerce.number().int().min(1).max(limit).default(value);

export const listQuerySchema = z.object({ most: most(100, 1000) });

export const seriesQuerySchema = z.object({
  from: timeSchema.optional(),
  to: timeSchema.optional(),
  /** Default: that of the present settings. */
  epoch: z.coerce.number().int().positive().optional(),
  /** Windows at most; more are thinned. */
  points: most(2000, 200_000),
});

export const alarmQuerySchema = z.object({
  state: z.enum(["open", "resolved"]).optional(),
  most: most(100, 1000),
});

/** Default: told by the name and the beginning of the file. */
export const uploadQuerySchema = z.object({ format: z.enum(uploadFormats).optional() });
