/** A line as columns over a common x; NaN where there is nothing to say. */
export interface Line {
  readonly name: string;
  /** Custom property of the palette: "--policy-2". */
  readonly colour: string;
  /** Pixels of line and pause; none for a solid line. */
  readonly dash?: number[];
  /** Measured now and then only: its points are joined over what is between them. */
  readonly seldom?: boolean;
  readonly value: Float64Array;
  /** Its interval, where there is one. */
  readonly lower?: Float64Array;
  readonly upper?: Float64Array;
}

/** A stretch without data. */
export type Gap = readonly [from: number, to: number];

export interface Mark {
  readonly x: number;
  readonly kind: "deployment" | "policy" | "alarm" | "note" | "pause" | "resume" | "settings";
  readonly text: string;
  /** Where a page says more of it. */
  readonly link?: string;
}

/** A horizontal line. */
export interface Guide {
  readonly y: number;
  readonly text: string;
}

/** When a line that goes on as it does reaches a height: none of the ends need be known. */
export interface Cone {
  readonly x: number;
  readonly y: number;
  /** The height, and when it is reached: at the soonest, probably, at the latest; null beyond `until`. */
  readonly limit: number;
  readonly lower: number | null;
  readonly median: number | null;
  readonly upper: number | null;
  readonly until: number;
  readonly colour: string;
}

export interface Range {
  readonly from: number;
  readonly to: number;
}

/** What a chart draws. */
export interface Drawing {
  /** Ascending. */
  readonly x: Float64Array;
  readonly lines: readonly Line[];
  readonly gaps: readonly Gap[];
  readonly marks: readonly Mark[];
  readonly guides: readonly Guide[];
  readonly cone?: Cone | undefined;
}
