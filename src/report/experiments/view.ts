import type { ExperimentResult } from "../../contracts/index.js";
import type { Html } from "../html.js";
import type { Tone } from "../sections/badges.js";

/** What the page of one experiment has beyond the parts that every experiment has. */
export interface ExperimentView {
  readonly experiment: string;
  /** What each verdict means, as the page's heading, and whether that is welcome. */
  readonly verdicts: Readonly<Record<string, { readonly tone: Tone; readonly title: string }>>;
  /** Figures of the summary that are shown large, by name; those that a result lacks are left out. */
  readonly key: readonly string[];
  /** A figure of the summary in words; undefined where its name has to do. */
  figureName(name: string): string | undefined;
  /** Charts and tables of its own. Rejects a `series` that is not of this experiment's shape. */
  sections(result: ExperimentResult): readonly Html[];
  readonly limits: readonly string[];
}
