import { type Estimate, studentTQuantile, variance } from "../../numeric/index.js";
import { type Fit, leastSquares } from "./least-squares.js";

/** S at a step, and the gamma in force from there to the next record. */
export interface ProbeRecord {
  readonly step: number;
  readonly entropy: number;
  readonly gamma: number;
}

/** The local response of S to gamma: dS/dt = c - decay S + slopeGain gamma. */
export interface Response {
  /** Change of dS/dt per unit of gamma, nats per step; negative. */
  readonly slopeGain: Estimate;
  /** How fast S forgets, per step; an interval down to 0 cannot tell it from an integrator. */
  readonly decay: Estimate;
  /** 1 / decay, steps; undefined where decay may be 0. */
  readonly timeConstant: Estimate | undefined;
  /** Settled change of S per unit of gamma, slopeGain / decay, nats; undefined where decay may be 0. */
  readonly gain: Estimate | undefined;
  /** Share of the variance of S that the model explains; undefined where S did not vary. */
  readonly rSquared: number | undefined;
  /** Steps between records: their mean. */
  readonly interval: number;
}

export type Identification =
  | { readonly ok: true; readonly response: Response }
  | { readonly ok: false; readonly reason: string };

const LEAST_RECORDS = 8;

/**
 * Identifies the local response of S to gamma from a probing phase, as a first-order lag that may be an integrator:
 *
 *     dS/dt = c - r S + k gamma,   gamma constant between records,
 *
 * solved exactly between them, at any spacing. It is fitted to the whole course (an output-error model, Ljung, System
 * Identification, section 4.3), so that noise in the measurements of S does not bias r, as it does a regression of each S on
 * the one before: linear least squares in S_0, c and k at each r, r by search. Intervals are Student t from the
 * Jacobian, widened by the lag-one autocorrelation of the residuals (1 + rho) / (1 - rho) where it is positive; they hold
 * locally, about the gammas that were probed, and pointwise.
 *
 * Refused, with the reason: too few records, a gamma that does not vary, or a response of the slope to gamma whose interval
 * reaches 0: then no gain can be set.
 */
export function identify(records: readonly ProbeRecord[], level = 0.95): Identification {
  const problem = unusable(records);
  if (problem !== undefined) return { ok: false, reason: problem };
  const rate = bestRate(records);
  const columns = courses(records, rate);
  const entropies = records.map(({ entropy }) => entropy);
  const linear = leastSquares(columns, entropies);
  const fit = linear && leastSquares([...columns, sensitivity(records, rate, linear)], entropies);
  if (linear === undefined || fit === undefined)
    return {
      ok: false,
      reason: "the response cannot be told from a drift: probe with more changes of gamma",
    };
  const response = describe(records, rate, linear, fit, level);
  const { value, lower, upper } = response.slopeGain;
  if (upper < 0) return { ok: true, response };
  const show = (x: number): string => x.toPrecision(3);
  return {
    ok: false,
    reason: `dS/dt changes by ${show(value)} [${show(lower)}, ${show(upper)}] nats per step and unit of gamma, which is not below 0 for certain: probe longer, or with gammas further apart`,
  };
}

function unusable(records: readonly ProbeRecord[]): string | undefined {
  if (records.length < LEAST_RECORDS)
    return `${records.length} records are too few: ${LEAST_RECORDS} are needed`;
  const late = records.findIndex(({ step }, i) => i > 0 && !(step > (records[i - 1] as ProbeRecord).step));
  if (late !== -1) return `the steps of the records must rise: record ${late} is at ${records[late]?.step}`;
  if (!records.every(({ entropy, gamma }) => Number.isFinite(entropy) && Number.isFinite(gamma)))
    return "the records must hold finite numbers";
  const inForce = records.slice(0, -1).map(({ gamma }) => gamma);
  if (new Set(inForce).size < 2) return "gamma did not vary: probe with at least two values";
  return undefined;
}

/** What S_0, c and k each contribute to S at every record, gamma taken from its mean. */
function courses(records: readonly ProbeRecord[], rate: number): Float64Array[] {
  const centre = meanGamma(records);
  const [start, drift, work] = [0, 1, 2].map(() => new Float64Array(records.length)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  start[0] = 1;
  for (let i = 0; i + 1 < records.length; i++) {
    const { step, gamma } = records[i] as ProbeRecord;
    const elapsed = (records[i + 1] as ProbeRecord).step - step;
    const kept = Math.exp(-rate * elapsed);
    const gained = rate === 0 ? elapsed : -Math.expm1(-rate * elapsed) / rate;
    start[i + 1] = kept * (start[i] as number);
    drift[i + 1] = kept * (drift[i] as number) + gained;
    work[i + 1] = kept * (work[i] as number) + gained * (gamma - centre);
  }
  return [start, drift, work];
}

const meanGamma = (records: readonly ProbeRecord[]): number =>
  records.reduce((sum, { gamma }) => sum + gamma, 0) / records.length;

/** The rate of least squares among 0 and those from a twentieth of the whole time to two a record: a grid, then golden section. */
function bestRate(records: readonly ProbeRecord[]): number {
  const entropies = records.map(({ entropy }) => entropy);
  const error = (rate: number): number =>
    leastSquares(courses(records, rate), entropies)?.sumOfSquares ?? Number.POSITIVE_INFINITY;
  const span = (records.at(-1) as ProbeRecord).step - (records[0] as ProbeRecord).step;
  const [slowest, fastest] = [1 / (20 * span), (2 * (records.length - 1)) / span];
  const grid = [0, ...Array.from({ length: 60 }, (_, i) => slowest * (fastest / slowest) ** (i / 59))];
  const errors = grid.map(error);
  const best = errors.indexOf(Math.min(...errors));
  if (best === 0) return 0;
  return golden(
    error,
    grid[Math.max(0, best - 1)] as number,
    grid[Math.min(grid.length - 1, best + 1)] as number,
  );
}

/** The minimum of a function with one on [low, high]. */
function golden(f: (x: number) => number, low: number, high: number): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [a, b] = [low, high];
  for (let i = 0; i < 60; i++) {
    const [left, right] = [b - ratio * (b - a), a + ratio * (b - a)];
    if (f(left) <= f(right)) b = right;
    else a = left;
  }
  return (a + b) / 2;
}

/** How the fitted course changes with the rate: its central difference. */
function sensitivity(records: readonly ProbeRecord[], rate: number, { coefficients }: Fit): Float64Array {
  const span = (records.at(-1) as ProbeRecord).step - (records[0] as ProbeRecord).step;
  const h = 1e-4 / span + 1e-5 * rate;
  const at = (r: number): Float64Array => {
    const columns = courses(records, r);
    return Float64Array.from({ length: records.length }, (_, i) =>
      columns.reduce((sum, column, k) => sum + (column[i] as number) * (coefficients[k] as number), 0),
    );
  };
  const [up, down] = [at(rate + h), at(rate - h)];
  return up.map((value, i) => (value - (down[i] as number)) / (2 * h));
}

function describe(
  records: readonly ProbeRecord[],
  rate: number,
  linear: Fit,
  { inverse }: Fit,
  level: number,
): Response {
  const n = records.length;
  const slope = linear.coefficients[2] as number;
  const noise = (linear.sumOfSquares / (n - 4)) * inflation(linear.residuals);
  const half = studentTQuantile((1 + level) / 2, n - 4);
  const estimate = (value: number, weights: readonly number[]): Estimate => {
    // Variance of k and r, the third and fourth parameter, weighted.
    const [k = 0, r = 0] = weights;
    const spread = k * k * at(inverse, 2, 2) + 2 * k * r * at(inverse, 2, 3) + r * r * at(inverse, 3, 3);
    const width = half * Math.sqrt(Math.max(0, noise * spread));
    return {
      value,
      lower: value - width,
      upper: value + width,
      level,
      method: "output error, Student t from the Jacobian",
      n,
      covers: "fresh noise in S about the gammas probed, pointwise",
    };
  };
  const decay = estimate(rate, [0, 1]);
  const settles = decay.lower > 0;
  const total = (variance(records.map(({ entropy }) => entropy)) as number) * (n - 1);
  const span = (records.at(-1) as ProbeRecord).step - (records[0] as ProbeRecord).step;
  return {
    slopeGain: estimate(slope, [1, 0]),
    decay,
    timeConstant: settles
      ? { ...decay, value: 1 / rate, lower: 1 / decay.upper, upper: 1 / decay.lower }
      : undefined,
    gain: settles ? estimate(slope / rate, [1 / rate, -slope / rate ** 2]) : undefined,
    rSquared: total > 0 ? 1 - linear.sumOfSquares / total : undefined,
    interval: span / (n - 1),
  };
}

const at = (matrix: readonly (readonly number[])[], i: number, j: number): number => matrix[i]?.[j] as number;

/** What positive lag-one autocorrelation of the residuals does to the variance of a mean. */
function inflation(residuals: Float64Array): number {
  let [lagged, square] = [0, 0];
  residuals.forEach((x, i) => {
    square += x * x;
    if (i > 0) lagged += x * (residuals[i - 1] as number);
  });
  const rho = square > 0 ? Math.min(0.95, Math.max(0, lagged / square)) : 0;
  return (1 + rho) / (1 - rho);
}
