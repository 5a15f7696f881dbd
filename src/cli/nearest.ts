import { closest, distance } from "fastest-levenshtein";

/** "; did you mean 'closed-loop'?", or nothing where no name is within two letters or a third of it. */
export function suggestion(name: string, names: readonly string[]): string {
  if (names.length === 0) return "";
  const nearest = closest(name, names);
  const far = distance(name, nearest) > Math.max(2, nearest.length / 3);
  return far ? "" : `; did you mean '${nearest}'?`;
}
