import type { Figure, LambdaBracketCell } from "../../contracts/index.js";
import { quantileSorted } from "../../numeric/index.js";
import type { Conclusion } from "../experiment.js";
import { overSeeds, shareOfSeeds } from "../over-seeds.js";
import { reported } from "./findings.js";
import { type Cell, cellsOf, type LambdaBracketParameters } from "./parameters.js";
import type { Replication } from "./trial.js";

export const question =
  "Does the interval for lambda_max from gradient samples hold the true value as often as it says, for a spike over " +
  "noise, for power laws, and for rows with heavy tails? How wide is it, and what do point estimates do?";

export const rule =
  "A cell is a spectrum with known lambda_max at a number of rows. Its coverage is the share of replications whose " +
  "interval holds lambda_max, with a 95% Wilson interval; an interval without an upper end holds it when its lower end " +
  "does. A cell fails when the Wilson interval lies below the level. holds: no cell fails. light-tails-only: only " +
  "heavy-tailed cells fail. fails: another cell fails. The coverage of a family pools its cells; its worst cell is " +
  "given beside it. Sample size: the replications parameter, for every cell.";

export type Verdict = "holds" | "light-tails-only" | "fails";

export function summarise(
  parameters: LambdaBracketParameters,
  trials: readonly Replication[][][],
): Conclusion {
  const samples = cellsOf(parameters).map((_, i) => trials.flatMap((trial) => trial[i] as Replication[]));
  const series = cellsOf(parameters).map((cell, i) => describe(cell, samples[i] as Replication[]));
  const failing = series.filter(({ coverage }) => coverage.upper < parameters.level);
  const verdict: Verdict =
    failing.length === 0
      ? "holds"
      : failing.every(({ family }) => family === "heavy-tailed")
        ? "light-tails-only"
        : "fails";
  const summary: Record<string, Figure> = Object.assign(
    {},
    ...FAMILIES.map((family) => familyFigures(family, series, samples)),
  );
  return {
    summary,
    ...reported(parameters.level, failing, summary),
    verdict,
    why: explain(verdict, series, failing, parameters.level),
    series,
  };
}

const FAMILIES = ["spiked", "power-law", "heavy-tailed"] as const;

const holds = ({ lowerLimit, upperLimit }: Replication): boolean =>
  lowerLimit <= 1 && (upperLimit === null || upperLimit >= 1);

function describe({ spectrum, rows }: Cell, sample: readonly Replication[]): LambdaBracketCell {
  const n = sample.length;
  const share = (has: (r: Replication) => boolean) => sample.filter(has).length / n;
  const twoSided = sample.filter(({ upperLimit }) => upperLimit !== null);
  return {
    family: spectrum.family,
    spectrum: spectrum.name,
    rows,
    lambdaMax: spectrum.eigenvalues[0]?.value as number,
    replications: n,
    coverage: proportion(sample),
    coverageTwoSided: twoSided.length === 0 ? null : proportion(twoSided),
    missedBelow: share(({ lowerLimit }) => lowerLimit > 1),
    missedAbove: share(({ upperLimit }) => upperLimit !== null && upperLimit < 1),
    oneSided: share(({ upperLimit }) => upperLimit === null),
    lowerLimit: spread(sample.map(({ lowerLimit }) => lowerLimit)) as Spread,
    upperLimit: spread(sample.map(({ upperLimit }) => upperLimit)),
    bracketLower: band(sample.map(({ bracketLower }) => bracketLower)),
    bracketUpper: band(sample.map(({ bracketUpper }) => bracketUpper)),
    noiseReduction: spread(sample.map((r) => r.noiseReduction)) as Spread,
    spikedModel: spread(sample.map((r) => r.spikedModel)),
    undetected: share((r) => r.spikedModel === null),
    pointForbidden: share(({ forbidden }) => forbidden),
    noiseReductionAllowed: spread(sample.map((r) => (r.forbidden ? null : r.noiseReduction))),
  };
}

type Spread = LambdaBracketCell["lowerLimit"];

function proportion(sample: readonly Replication[]): LambdaBracketCell["coverage"] {
  const { value, lower, upper } = shareOfSeeds(sample.filter(holds).length, sample.length);
  return { value, lower, upper };
}

function band(values: readonly number[]): LambdaBracketCell["bracketLower"] {
  const estimate = overSeeds(values);
  const value = values[0] as number;
  return estimate === undefined
    ? { value, lower: value, upper: value }
    : { value: estimate.value, lower: estimate.lower, upper: estimate.upper };
}

/** 5%, 50% and 95% quantiles of the values that are there; null where none is. */
function spread(values: readonly (number | null)[]): Spread | null {
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  return {
    p5: quantileSorted(sorted, 0.05),
    p50: quantileSorted(sorted, 0.5),
    p95: quantileSorted(sorted, 0.95),
  };
}

function familyFigures(
  family: LambdaBracketCell["family"],
  series: readonly LambdaBracketCell[],
  samples: readonly (readonly Replication[])[],
): Record<string, Figure> {
  const name = family.replace("-", "_");
  const own = series.flatMap((cell, i) =>
    cell.family === family ? [{ cell, sample: samples[i] ?? [] }] : [],
  );
  const all = own.flatMap(({ sample }) => sample);
  const twoSided = all.filter(({ upperLimit }) => upperLimit !== null);
  const worst = own.map(({ cell }) => cell).sort((a, b) => a.coverage.value - b.coverage.value)[0];
  const share = (value: number): Figure => ({ value, lower: null, upper: null, unit: "1" });
  const pooled = (sample: readonly Replication[]): Figure => figure(proportion(sample), sample.length);
  return {
    [`coverage_${name}`]: pooled(all),
    [`coverage_${name}_worst_cell`]: figure(worst?.coverage, worst?.replications ?? 0),
    [`coverage_${name}_two_sided`]: twoSided.length === 0 ? figure(undefined, 0) : pooled(twoSided),
    [`one_sided_${name}`]: share((all.length - twoSided.length) / all.length),
    [`point_forbidden_${name}`]: share(all.filter(({ forbidden }) => forbidden).length / all.length),
  };
}

const figure = (coverage: LambdaBracketCell["coverage"] | undefined, n: number): Figure =>
  coverage === undefined
    ? { value: null, lower: null, upper: null, unit: "1" }
    : {
        ...coverage,
        unit: "1",
        level: 0.95,
        method: "Wilson score",
        n,
        covers: "replications of these cells",
      };

const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;

function explain(
  verdict: Verdict,
  series: readonly LambdaBracketCell[],
  failing: readonly LambdaBracketCell[],
  level: number,
): string {
  const lowest = (family: string): string => {
    const values = series.filter((cell) => cell.family === family).map(({ coverage }) => coverage.value);
    return `${family} ${percent(Math.min(...values))} to ${percent(Math.max(...values))}`;
  };
  const failures = failing.map(
    ({ spectrum, rows, coverage, missedBelow, missedAbove }) =>
      `${spectrum} at ${rows} rows: ${percent(coverage.value)} (below ${percent(missedBelow)}, above ${percent(missedAbove)})`,
  );
  return (
    `Verdict ${verdict}: coverage at level ${percent(level)} by cell: ${FAMILIES.map(lowest).join(", ")}. ` +
    (failures.length === 0 ? "No cell lies below the level." : `Below the level: ${failures.join("; ")}.`)
  );
}
