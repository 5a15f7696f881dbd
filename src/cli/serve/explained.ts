import { exitCode, UserError } from "../exit.js";

const OURS = [
  "FolderInUse",
  "NewerDatabase",
  "DatabaseUnavailable",
  "StorageFull",
  "KeysNeeded",
  "KeyRefused",
  "TelemetryRefused",
];

/** @throws UserError for what the user can mend, other errors as they are. */
export function explained(error: unknown): never {
  const { name, message, code } = error as Error & { code?: string };
  if (OURS.includes(name)) throw new UserError(message, exitCode.badInput);
  if (code === "EADDRINUSE")
    throw new UserError(`the port is taken: ${message}; choose another with --port`, exitCode.badInput);
  if (code === "EACCES" || code === "EADDRNOTAVAIL") throw new UserError(message, exitCode.badInput);
  throw error;
}
