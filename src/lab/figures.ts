/** Figures of a summary from one value a seed: what experiments over seeds have in common. */
import type { Figure } from "../contracts/index.js";
import { mean } from "../numeric/index.js";
import { overSeeds, shareOfSeeds } from "./over-seeds.js";

const undefinedFigure = (unit: string, n: number): Figure => ({
  value: null,
  lower: null,
  upper: null,
  unit,
  n,
});

/** Mean over the seeds that have a value, with its Student t interval where there are two; null where none has. */
export function meanFigure(values: readonly (number | undefined)[], unit: string): Figure {
  const seen = values.filter((value) => value !== undefined);
  const value = mean(seen);
  if (value === undefined) return undefinedFigure(unit, 0);
  const estimate = overSeeds(seen);
  return estimate === undefined
    ? { ...undefinedFigure(unit, 1), value }
    : { ...estimate, covers: covers(seen.length, values.length), unit };
}

/** Geometric mean over the seeds that have a value, which must be positive. */
export function geometricFigure(values: readonly (number | undefined)[], unit: string): Figure {
  const logs = meanFigure(
    values.map((value) => (value === undefined ? undefined : Math.log(value))),
    unit,
  );
  const exp = (x: number | null): number | null => (x === null ? null : Math.exp(x));
  return {
    ...logs,
    value: exp(logs.value),
    lower: exp(logs.lower),
    upper: exp(logs.upper),
    ...(logs.method === undefined ? {} : { method: "Student t of the logarithms" }),
  };
}

/** Share of the seeds of which it is known, with Wilson's interval; null where it is known of none. */
export function shareFigure(values: readonly (boolean | undefined)[]): Figure {
  const known = values.filter((value) => value !== undefined);
  if (known.length === 0) return undefinedFigure("1", 0);
  const share = shareOfSeeds(known.filter(Boolean).length, known.length);
  return { ...share, covers: covers(known.length, values.length), unit: "1" };
}

const covers = (seen: number, of: number): string =>
  seen === of ? "seeds" : `seeds; ${of - seen} of ${of} have no value`;
