import { Adder } from "d3-array";

/** Sum of `values`, correctly rounded (Shewchuk's full-precision sum, from d3-array). */
export function sum(values: ArrayLike<number>): number {
  const adder = new Adder();
  for (let i = 0; i < values.length; i++) adder.add(values[i]);
  return +adder;
}

/** Arithmetic mean, or `undefined` of nothing. */
export function mean(values: ArrayLike<number>): number | undefined {
  return values.length === 0 ? undefined : sum(values) / values.length;
}

/** Unbiased sample variance (divisor n - 1) in two passes, or `undefined` for fewer than two values. */
export function variance(values: ArrayLike<number>): number | undefined {
  const n = values.length;
  if (n < 2) return undefined;
  const centre = sum(values) / n;
  const squares = new Float64Array(n);
  for (let i = 0; i < n; i++) squares[i] = (values[i] - centre) ** 2;
  return sum(squares) / (n - 1);
}

/** ln sum_i exp(x_i) without overflow; -Infinity for nothing or for all -Infinity. */
export function logSumExp(values: ArrayLike<number>): number {
  let top = -Infinity;
  for (let i = 0; i < values.length; i++) if (values[i] > top || Number.isNaN(values[i])) top = values[i];
  if (!Number.isFinite(top)) return top;
  let total = 0;
  for (let i = 0; i < values.length; i++) total += Math.exp(values[i] - top);
  return top + Math.log(total);
}

/** x ln x, with its limit 0 at x = 0. */
export function xlogx(x: number): number {
  return x === 0 ? 0 : x * Math.log(x);
}
