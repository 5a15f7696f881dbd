/** Where a claim stands by the interval of a figure, and the picture of the figures that decide. */
import type { Chart, Figure, Finding } from "../contracts/index.js";

export type FindingStanding = Finding["standing"];

export const standing = (supported: boolean, refuted: boolean): FindingStanding =>
  supported ? "supported" : refuted ? "not supported" : "undecided";

/** Of a claim that needs all of them: one refuted is enough against it, else one undecided leaves it open. */
export function all(standings: readonly FindingStanding[]): FindingStanding {
  if (standings.includes("not supported")) return "not supported";
  return standings.length === 0 || standings.includes("undecided") ? "undecided" : "supported";
}

/** Of a claim that needs one of them. */
export function some(standings: readonly FindingStanding[]): FindingStanding {
  if (standings.includes("supported")) return "supported";
  return standings.length === 0 || standings.includes("undecided") ? "undecided" : "not supported";
}

/** Of "at least `bound`": by both ends of the interval. */
export const atLeast = ({ lower, upper }: Figure, bound: number): FindingStanding =>
  standing(lower !== null && lower >= bound, upper !== null && upper < bound);

/** Of "at most `bound`". */
export const atMost = ({ lower, upper }: Figure, bound: number): FindingStanding =>
  standing(upper !== null && upper <= bound, lower !== null && lower > bound);

export interface FigureRows {
  readonly id: string;
  readonly title: string;
  readonly caption: string;
  /** What the figures are of, with their unit. */
  readonly label: string;
  readonly log?: boolean;
  /** Figures of the summary by name, each with what it is called in the picture. */
  readonly rows: readonly (readonly [name: string, words: string])[];
  /** What they are compared with. */
  readonly compare: readonly { readonly at: number; readonly label: string }[];
}

/** Figures of a summary under one another, each with its interval. */
export function figureRows(summary: Readonly<Record<string, Figure>>, options: FigureRows): Chart {
  const { id, title, caption, label, log = false, rows, compare } = options;
  const points = rows.flatMap(([name], value) => {
    const figure = summary[name];
    return figure === undefined || figure.value === null
      ? []
      : [{ x: figure.value, value, xLower: figure.lower, xUpper: figure.upper }];
  });
  return {
    id,
    title,
    caption,
    mark: "points",
    x: { label, log },
    y: { label: "", categories: rows.map(([, words]) => words) },
    series: [label],
    panels: [{ series: [{ look: 0, points }], events: [...compare] }],
  };
}
