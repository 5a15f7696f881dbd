import { distinct, each, fraction, notEmpty, problemIn, whole } from "../parameter-checks.js";
import { type Spectrum, spectra } from "./spectra.js";

export type LambdaBracketParameters = typeof lambdaBracketDefaults;

export const lambdaBracketDefaults = {
  /** Of each spectrum at each number of rows; each trial runs its equal share. */
  replications: 500,
  trials: 20,
  /** Gradient samples n. */
  rows: [32, 64, 128],
  /** Random halvings of each sample. */
  splits: 16,
  level: 0.95,
};

export interface Cell {
  readonly spectrum: Spectrum;
  readonly rows: number;
}

export const cellsOf = ({ rows }: LambdaBracketParameters): readonly Cell[] =>
  spectra.flatMap((spectrum) => rows.map((n) => ({ spectrum, rows: n })));

/** What is wrong with `parameters`, or undefined. */
export function problem(p: LambdaBracketParameters): string | undefined {
  const wrong = problemIn(p, each(["replications", "trials", "splits"], whole()), {
    rows: notEmpty,
    level: fraction,
  });
  if (wrong !== undefined) return wrong;
  if (p.replications % p.trials !== 0)
    return `replications (${p.replications}) must be a multiple of trials (${p.trials})`;
  if (!p.rows.every((rows) => Number.isInteger(rows) && rows >= 4 && rows <= 4096))
    return "rows must be whole numbers from 4 to 4096";
  return problemIn(p, { rows: distinct });
}
