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
}
