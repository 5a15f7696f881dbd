import { z } from "zod";

/** A name in a path: letters, digits, dot, dash, underscore and colon. */
export const nameSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/, "expected 1 to 128 letters, digits or . _ : -");

/** A time, in seconds since 1970-01-01 UTC: how every time leaves the service. */
export const secondsSchema = z.number();

/** A time as it may come in: seconds or milliseconds since 1970, or ISO 8601. */
export const timeSchema = z.union([z.number(), z.string()]);
