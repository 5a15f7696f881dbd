import { z } from "zod";

/** Whether this service has a report to show beside its pages; "coming" while that is being made. */
export const reportStateSchema = z.object({ state: z.enum(["none", "coming", "ready"]) });

export type ReportState = z.infer<typeof reportStateSchema>;
