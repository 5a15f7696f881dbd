/**
 * Special functions, relative error at most 1e-12 over the ranges in `test/reference/special/special.py`.
 * The work is stdlib's (Cephes, FDLIBM and Boost ports); what stands here fixes names and argument order.
 */
import incompleteBeta from "@stdlib/math-base-special-betainc";
import psi from "@stdlib/math-base-special-digamma";
import stdErf from "@stdlib/math-base-special-erf";
import stdErfc from "@stdlib/math-base-special-erfc";
import inverseErfc from "@stdlib/math-base-special-erfcinv";
import incompleteGamma from "@stdlib/math-base-special-gammainc";
import gammaln from "@stdlib/math-base-special-gammaln";
import psi1 from "@stdlib/math-base-special-trigamma";
import tQuantile from "@stdlib/stats-base-dists-t-quantile";

/** Euler's constant, -digamma(1). */
export const EULER_GAMMA = 0.5772156649015329;

/** 2/sqrt(pi) int_0^x exp(-t^2) dt. */
export const erf = (x: number): number => stdErf(x);

/** 1 - erf(x), accurate in the tail. */
export const erfc = (x: number): number => stdErfc(x);

/** ln |Gamma(x)|. */
export const lgamma = (x: number): number => gammaln(x);

/** d/dx ln Gamma(x). */
export const digamma = (x: number): number => psi(x);

/** d^2/dx^2 ln Gamma(x). */
export const trigamma = (x: number): number => psi1(x);

/** Regularised incomplete beta function I_x(a, b), a, b > 0, 0 <= x <= 1. */
export const betaInc = (x: number, a: number, b: number): number => incompleteBeta(x, a, b);

/** Regularised lower incomplete gamma function P(s, x), s > 0, x >= 0. */
export const gammaInc = (s: number, x: number): number => incompleteGamma(x, s);

/** P(Z <= z) for Z ~ N(mean, sd^2). */
export function normalCdf(z: number, mean = 0, sd = 1): number {
  return 0.5 * erfc(-(z - mean) / (sd * Math.SQRT2));
}

/** ln P(Z <= z), Z ~ N(0, 1): finite far below where the probability itself underflows (z < -38). */
export function logNormalCdf(z: number): number {
  if (z > -10) return z > 0 ? Math.log1p(-normalCdf(-z)) : Math.log(normalCdf(z));
  // Laplace's continued fraction of the Mills ratio; 60 terms reach double precision for z <= -10.
  let tail = 0;
  for (let k = 60; k > 0; k--) tail = k / (tail - z);
  return -0.5 * z * z - 0.5 * Math.log(2 * Math.PI) - Math.log(tail - z);
}

/** The z with P(Z <= z) = p, Z ~ N(0, 1). */
export function normalQuantile(p: number): number {
  return -Math.SQRT2 * inverseErfc(2 * p);
}

/**
 * P(T <= t), Student's t with `df` > 0 degrees of freedom, by the incomplete beta function: of whichever of
 * df/(df+t^2) and t^2/(df+t^2) is the smaller, so that neither a far tail nor a t near 0 loses digits.
 */
export function studentTCdf(t: number, df: number): number {
  const square = t * t;
  const tail =
    square > df
      ? 0.5 * incompleteBeta(df / (df + square), df / 2, 0.5)
      : 0.5 * incompleteBeta(square / (df + square), 0.5, df / 2, true, true);
  return t > 0 ? 1 - tail : tail;
}

/** The t with P(T <= t) = p, Student's t with `df` degrees of freedom. */
export function studentTQuantile(p: number, df: number): number {
  return tQuantile(p, df);
}
