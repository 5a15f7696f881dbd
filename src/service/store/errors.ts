import { DatabaseUnavailable, StorageFull } from "./database.js";

/** SQLSTATE classes and codes (PostgreSQL, appendix A) after which the same statement may succeed. */
const UNAVAILABLE = /^(08|57P0[1-5]|57014|53300|55006|40001|40P01|55P03)/;
const FULL = /^53100/;
const SYSTEM = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "EAI_AGAIN",
  "ENOENT",
  "EHOSTUNREACH",
  "ENOTFOUND",
]);

/** The error of a driver as one that says what can be done; others as they are. */
export function databaseError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = String((error as { code?: unknown }).code ?? "");
  const { message } = error;
  if (FULL.test(code) || code === "ENOSPC" || /No space left on device|ENOSPC/.test(message))
    return new StorageFull("the disk of the database is full: free some space, or lower the retention", {
      cause: error,
    });
  if (
    UNAVAILABLE.test(code) ||
    SYSTEM.has(code) ||
    /Connection terminated|not queryable|timeout exceeded when trying to connect/.test(message)
  )
    return new DatabaseUnavailable(`the database cannot be reached: ${message}`, { cause: error });
  return error;
}
