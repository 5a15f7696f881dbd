/** The lines that say how the measured gamma goes with lambda_max and with N, fitted to cells. */
import { type Estimate, leastSquares } from "../../numeric/index.js";
import { type ArchitectureName, architectureNames } from "../architectures.js";
import type { CellPoint } from "./cells.js";

type Value = (cell: CellPoint) => number;

const lnLogSize: Value = ({ parameterCount }) => Math.log(Math.log(parameterCount));
const lnSize: Value = ({ parameterCount }) => Math.log(parameterCount);
const lnGamma: Value = (cell) => cell.lnGamma;
const lnLambda: Value = (cell) => cell.lnLambda;
/** ln gamma_crit, up to the ln 2 that no slope sees. */
const lnCritical: Value = (cell) => cell.lnLambda + lnLogSize(cell);
const lnCriticalLate: Value = (cell) => cell.lnLambdaLate + lnLogSize(cell);
/** gamma / (lambda_max / 2), which the law says is ln N. */
const scaled: Value = (cell) => 2 * Math.exp(cell.lnGamma - cell.lnLambda);

/** Each undefined where the cells do not determine it, with a degree of freedom to spare for the interval. */
export interface Fits {
  /** Slope of ln gamma on ln gamma_crit, one line through all cells. */
  readonly critical: Estimate | undefined;
  /** The same with lambda_max of the end of the run that held. */
  readonly criticalLate: Estimate | undefined;
  /** Slopes within architectures: one intercept each. */
  readonly criticalWithin: Estimate | undefined;
  /** b and c of gamma = a lambda_max^b (ln N)^c, with one a for each architecture. */
  readonly exponents: { readonly lambda: Estimate; readonly logSize: Estimate } | undefined;
  /** Slope of gamma / (lambda_max / 2) on ln N within architectures: 1 by the law. */
  readonly scaled: Estimate | undefined;
  /** Powers of N that gamma and lambda_max follow, by architecture. */
  readonly sizeOfGamma: Readonly<Record<ArchitectureName, Estimate | undefined>>;
  readonly sizeOfLambda: Readonly<Record<ArchitectureName, Estimate | undefined>>;
}

export function fitsOf(cells: readonly CellPoint[]): Fits {
  const exponents = slopesWithin(cells, lnGamma, lnLambda, lnLogSize);
  const bySize = (y: Value) =>
    Object.fromEntries(
      architectureNames.map((name) => [
        name,
        slope(
          cells.filter(({ architecture }) => architecture === name),
          y,
          lnSize,
        ),
      ]),
    ) as Fits["sizeOfGamma"];
  return {
    critical: slope(cells, lnGamma, lnCritical),
    criticalLate: slope(cells, lnGamma, lnCriticalLate),
    criticalWithin: slopesWithin(cells, lnGamma, lnCritical)?.[0],
    exponents: exponents && { lambda: exponents[0] as Estimate, logSize: exponents[1] as Estimate },
    scaled: slopesWithin(cells, scaled, lnSize)?.[0],
    sizeOfGamma: bySize(lnGamma),
    sizeOfLambda: bySize(lnLambda),
  };
}

const options = { covers: "sizes and architectures, each a mean over seeds" };

const slope = (cells: readonly CellPoint[], y: Value, x: Value): Estimate | undefined =>
  leastSquares(
    cells.map((cell) => [1, x(cell)]),
    cells.map(y),
    options,
  )?.coefficients[1];

/** Slopes of y on each of `x`, with one intercept an architecture. */
function slopesWithin(
  cells: readonly CellPoint[],
  y: Value,
  ...x: readonly Value[]
): readonly Estimate[] | undefined {
  const present = architectureNames.filter((name) => cells.some(({ architecture }) => architecture === name));
  const rows = cells.map((cell) => [
    ...x.map((value) => value(cell)),
    ...present.map((name) => (cell.architecture === name ? 1 : 0)),
  ]);
  return leastSquares(rows, cells.map(y), options)?.coefficients.slice(0, x.length);
}
