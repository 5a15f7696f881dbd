/**
 * Are the rows so heavy-tailed that corrections made for Gaussian rows, or a sampling limit of the top eigenvalue,
 * must not be quoted? Everything is read off the Gram matrix and its top eigenvector u:
 *
 * - kurtosis of the projection g . v_1 about 0, n sum u^4 (Gaussian rows: 3);
 * - leverage of the leading row, max u_j^2, and what leaving that row out does to the top eigenvalue;
 * - spread of the squared norms K_jj over what Gaussian rows of this spectrum have, 2 tr F^2, estimated without bias
 *   by twice the mean of K_ij^2 (i /= j). Gaussian rows: 1; a common random factor of each row: of the order
 *   (tr F)^2 / tr F^2, the effective number of dimensions;
 * - Hill's index [1975] of the squared norms: below 2 their variance is infinite. The squared norm of a Gaussian row is a
 *   sum of chi-squares weighted by the eigenvalues; its index is least, 2.36, where one eigenvalue is all there is, and k
 *   norms estimate it with a relative error of at most 1 / sqrt k. Only an index below both tells of a tail.
 */
import { block, type SampleGram, type TopPair, topPair } from "./sample-gram.js";

export interface TailDiagnostic {
  readonly kurtosis: number;
  /** 1 / sum u^4: how many rows carry the top direction; n/3 for Gaussian rows. */
  readonly effectiveRows: number;
  /** Largest share of one row in the top direction, u_j^2, and that row (from 0). */
  readonly leadingShare: number;
  readonly leadingRow: number;
  /** Top eigenvalue of the sample without the leading row, as a share of that with it. */
  readonly withoutLeadingRow: number;
  /** Variance of the squared norms over its Gaussian value; undefined where all products between rows are 0. */
  readonly normSpread?: number;
  /** Hill's index of the squared norms, from their largest tenth; undefined below 40 rows. */
  readonly hill?: number;
  /** Why no Gaussian correction may be quoted; empty when it may. */
  readonly againstPoint: readonly string[];
  /** Why no upper confidence limit can be given; empty when it can. */
  readonly againstUpper: readonly string[];
}

/**
 * Thresholds, chosen on simulations of the kinds of rows that the coverage experiment has (a spike of 50, i^-1, i^-2, Student
 * rows), with other seeds: the experiment tests the draw, not the choice of spectra. See docs/design/fisher-bracket.md.
 */
const POINT = { kurtosis: 6, normSpread: 3, hill: 2, rows: 16 } as const;
const UPPER = { kurtosis: 8, effectiveRows: 5 } as const;

export function tailDiagnostic(gram: SampleGram, top: TopPair): TailDiagnostic {
  const n = gram.rows;
  let fourth = 0;
  let leadingRow = 0;
  top.vector.forEach((u, j) => {
    fourth += u ** 4;
    if (Math.abs(u) > Math.abs(top.vector[leadingRow])) leadingRow = j;
  });
  const normSpread = spreadOfNorms(gram);
  const hill = hillIndex(gram);
  const numbers = {
    kurtosis: n * fourth,
    effectiveRows: 1 / fourth,
    leadingShare: top.vector[leadingRow] ** 2,
    leadingRow,
    withoutLeadingRow: withoutRow(gram, leadingRow) / (top.value / n),
    ...(normSpread === undefined ? {} : { normSpread }),
    ...(hill === undefined ? {} : { hill }),
  };
  return { ...numbers, againstPoint: againstPoint(n, numbers), againstUpper: againstUpper(numbers) };
}

type Numbers = Omit<TailDiagnostic, "againstPoint" | "againstUpper">;

function againstPoint(n: number, { kurtosis, normSpread, hill }: Numbers): string[] {
  const reasons: string[] = [];
  if (n < POINT.rows) reasons.push(`${n} gradients are too few to see their tail (at least ${POINT.rows})`);
  if (kurtosis > POINT.kurtosis)
    reasons.push(`few rows carry the top direction: kurtosis ${kurtosis.toFixed(1)}, Gaussian rows have 3`);
  if (normSpread === undefined || normSpread > POINT.normSpread)
    reasons.push(
      normSpread === undefined
        ? "the gradients are orthogonal to each other: no direction is shared"
        : `the squared norms spread ${normSpread.toPrecision(2)} times as much as Gaussian rows' would`,
    );
  if (hill !== undefined && hill < leastHill(n))
    reasons.push(
      `the squared norms have tail index ${hill.toFixed(2)}: below 2 their variance is infinite, and ${n} Gaussian rows ` +
        `seldom show less than ${leastHill(n).toFixed(2)}`,
    );
  return reasons;
}

function againstUpper({ kurtosis, effectiveRows, leadingShare, leadingRow }: Numbers): string[] {
  if (kurtosis <= UPPER.kurtosis && effectiveRows >= UPPER.effectiveRows) return [];
  return [
    `${effectiveRows.toFixed(1)} rows carry the top direction (row ${leadingRow}: ${Math.round(100 * leadingShare)}%; ` +
      `kurtosis ${kurtosis.toFixed(1)}): what one more gradient adds cannot be limited from these`,
  ];
}

function spreadOfNorms({ entries, rows }: SampleGram): number | undefined {
  let mean = 0;
  for (let i = 0; i < rows; i++) mean += entries[i * rows + i] / rows;
  let variance = 0;
  let products = 0;
  for (let i = 0; i < rows; i++) {
    variance += (entries[i * rows + i] - mean) ** 2 / (rows - 1);
    for (let j = 0; j < i; j++) products += entries[i * rows + j] ** 2;
  }
  const meanSquare = products / ((rows * (rows - 1)) / 2);
  return meanSquare === 0 ? undefined : variance / (2 * meanSquare);
}

/** 1 / E[ln(X / u) | X > u] of a chi-square X with one degree of freedom, u its 90% quantile. */
const CHI_SQUARE_HILL = 2.3587;

const largestTenth = (rows: number): number => Math.floor(rows / 10);

/** Below it Hill's index is neither that of a finite variance nor, within two standard errors, that of Gaussian rows. */
const leastHill = (rows: number): number =>
  Math.min(POINT.hill, CHI_SQUARE_HILL / (1 + 2 / Math.sqrt(largestTenth(rows))));

/** Hill's estimator over the largest tenth of the squared norms. */
function hillIndex({ entries, rows }: SampleGram): number | undefined {
  const count = largestTenth(rows);
  if (count < 4) return undefined;
  const norms = Float64Array.from({ length: rows }, (_, i) => entries[i * rows + i])
    .sort()
    .reverse();
  if (norms[count] === 0) return 0;
  let logs = 0;
  for (let i = 0; i < count; i++) logs += Math.log(norms[i] / norms[count]);
  return logs === 0 ? Number.MAX_VALUE : count / logs;
}

function withoutRow(gram: SampleGram, row: number): number {
  const rest = Int32Array.from({ length: gram.rows - 1 }, (_, i) => (i < row ? i : i + 1));
  return topPair(block(gram, rest, rest), rest.length, 1e-6).value / rest.length;
}
