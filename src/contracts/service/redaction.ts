import { z } from "zod";

/** What is taken out of messages before they are stored: kinds that are built in, and patterns of one's own. */
export const redactionFileSchema = z.strictObject({
  redact: z
    .array(
      z.union([
        z.enum(["email", "phone", "card", "ip"]),
        z.strictObject({
          name: z.string().min(1).max(50),
          /** A regular expression of JavaScript, read with the flags g and u. */
          pattern: z.string().min(1).max(1000),
          /** Put in the place of what matches. Default: the name in brackets. */
          replacement: z.string().max(200).optional(),
        }),
      ]),
    )
    .min(1)
    .max(100),
});

export type RedactionFile = z.infer<typeof redactionFileSchema>;
