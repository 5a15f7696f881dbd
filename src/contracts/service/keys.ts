import { z } from "zod";
import { nameSchema, secondsSchema } from "./scalars.js";

export const scopeSchema = z.enum(["ingest", "read", "admin"]);

export const newKeySchema = z.strictObject({ name: nameSchema, scopes: z.array(scopeSchema).min(1) });

export const keySchema = z.object({
  id: z.string(),
  name: nameSchema,
  scopes: z.array(scopeSchema),
  created: secondsSchema,
  lastUsed: secondsSchema.nullable(),
});

/** A key as it is told once, when it is made: only its hash is kept. */
export const madeKeySchema = keySchema.extend({ key: z.string() });

/** Who asks, and what they may; without any key everyone may do everything. */
export const accessSchema = z.object({
  /** Name of the key, or "loopback". */
  name: z.string(),
  scopes: z.array(scopeSchema),
});

export const auditSchema = z.object({
  time: secondsSchema,
  actor: z.string(),
  action: z.string(),
  subject: z.string(),
  detail: z.record(z.string(), z.unknown()),
});

export const deadLetterSchema = z.object({
  id: z.number().int(),
  partition: z.string(),
  kind: z.string(),
  message: z.string(),
  failed: secondsSchema,
  attempts: z.number().int(),
  error: z.string(),
});

export type Scope = z.infer<typeof scopeSchema>;
export type Key = z.infer<typeof keySchema>;
export type NewKey = z.infer<typeof newKeySchema>;
export type MadeKey = z.infer<typeof madeKeySchema>;
export type Access = z.infer<typeof accessSchema>;
export type AuditEntry = z.infer<typeof auditSchema>;
export type DeadLetter = z.infer<typeof deadLetterSchema>;

export const healthSchema = z.object({
  status: z.literal("ok"),
  /** Observations that wait to be read. */
  waiting: z.number().int().nonnegative().optional(),
});
