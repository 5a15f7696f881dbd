import type { Estimate } from "../wording/figures.js";

/** S rises or falls where the interval of its slope says so, and not by its sign alone; else nothing is said of it. */
export function trend(drift: Estimate | null): string {
  if (drift === null) return "not known yet";
  if (drift.lower > 0) return "rising";
  return drift.upper < 0 ? "falling" : "no clear trend";
}
