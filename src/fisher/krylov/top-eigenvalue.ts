import type { RandomStream } from "../../numeric/index.js";
import type { SymmetricOperator } from "../operator.js";
import {
  type ExtremalEigenpairs,
  type ExtremalOptions,
  extremalEigenpairs,
  type RitzPair,
} from "./extremal.js";

export type LanczosOptions = Pick<ExtremalOptions, "tolerance" | "maxProducts" | "maxBasis">;

export type TopEigenvalue = Omit<ExtremalEigenpairs, "pairs"> & RitzPair;

/** The largest eigenvalue: `extremalEigenpairs` for one pair. The value is a lower bound of lambda_max up to rounding. */
export function topEigenvalue(
  operator: SymmetricOperator,
  stream: RandomStream,
  options: LanczosOptions = {},
): TopEigenvalue {
  const { pairs, ...rest } = extremalEigenpairs(operator, stream, options);
  return { ...rest, ...pairs[0] };
}
