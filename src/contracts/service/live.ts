import { z } from "zod";
import { systemAlarmSchema } from "./alarms.js";
import { nameSchema } from "./scalars.js";
import { eventSchema, trainingPointSchema, windowSchema } from "./windows.js";

/** One server-sent event of `GET /api/v1/live`; its id goes on where a break left off. */
export const liveMessageSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("window"), system: nameSchema, window: windowSchema }),
  z.object({ kind: z.literal("alarm"), system: nameSchema, alarm: systemAlarmSchema }),
  z.object({ kind: z.literal("event"), system: nameSchema, event: eventSchema }),
  z.object({ kind: z.literal("training"), system: nameSchema, run: nameSchema, point: trainingPointSchema }),
  z.object({
    kind: z.literal("system"),
    system: nameSchema,
    change: z.enum(["created", "changed", "deleted"]),
  }),
]);

export type LiveMessage = z.infer<typeof liveMessageSchema>;
