import { printable } from "../../ingest/index.js";
import { UserError } from "../exit.js";

/** The intended goal first, then the others in their order. @throws UserError where it is not among them. */
export function intendedFirst(
  goals: readonly string[],
  intended: string | undefined,
  where: string,
): string[] {
  if (intended === undefined) return [...goals];
  if (!goals.includes(intended)) {
    const names = goals.slice(0, 10).map(printable).join(", ");
    throw new UserError(
      `--intended ${intended} is not one of ${where}: ${names}${goals.length > 10 ? ", ..." : ""}`,
    );
  }
  return [intended, ...goals.filter((goal) => goal !== intended)];
}
