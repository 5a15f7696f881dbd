/**
 * Coverage at fixed p of the intervals of src/entropy, nominal 95%: the figures in their docstrings.
 * npx tsx test/reference/entropy/coverage.ts (about a minute)
 */
import {
  bootstrapInterval,
  entropy,
  entropyEstimator,
  posteriorInterval,
} from "../../../src/entropy/index.js";
import {
  type Estimate,
  multinomial,
  normalCdf,
  normalQuantile,
  quantileSorted,
  RandomStream,
} from "../../../src/numeric/index.js";

const ranks = Array.from({ length: 20 }, (_, i) => 1 / (i + 1));
const distributions = {
  "skewed 5": [0.9, 0.025, 0.025, 0.025, 0.025],
  "mixed 5": [0.5, 0.2, 0.15, 0.1, 0.05],
  "uniform 5": [0.2, 0.2, 0.2, 0.2, 0.2],
  "1/rank 20": ranks.map((weight) => weight / ranks.reduce((a, b) => a + b)),
};
const sizes = [50, 200];
const replications = 200;
const draws = 400;

type Interval = Pick<Estimate, "lower" | "upper">;

/** Plain percentiles, and Efron's median-bias-corrected ones (BC), for comparison. */
function percentiles(counts: Float64Array, name: string, stream: RandomStream, correct: boolean): Interval {
  const estimator = entropyEstimator(name);
  const value = estimator.estimate(counts)!;
  const resample = multinomial(
    stream,
    counts.reduce((a, b) => a + b),
    counts,
  );
  const values = Float64Array.from({ length: draws }, () => estimator.estimate(resample())!).sort();
  const below = values.reduce((total, x) => total + (x < value ? 1 : x === value ? 0.5 : 0), 0) / draws;
  const shift = correct ? 2 * normalQuantile(Math.min(Math.max(below, 0.5 / draws), 1 - 0.5 / draws)) : 0;
  const end = (z: number) => quantileSorted(values, normalCdf(shift + z));
  return { lower: end(-1.959964), upper: end(1.959964) };
}

const methods: Record<string, (counts: Float64Array, stream: RandomStream) => Interval> = {};
for (const prior of ["nsb", "jeffreys", "laplace", "schuermann-grassberger"] as const) {
  methods[`posterior ${prior}`] = (counts, stream) => posteriorInterval(counts, { prior, draws, stream })!;
}
for (const name of ["maximum-likelihood", "miller-madow", "chao-shen", "james-stein", "grassberger-2003"]) {
  methods[`bootstrap ${name}`] = (counts, stream) =>
    bootstrapInterval(counts, entropyEstimator(name), { resamples: draws, stream })!;
  methods[`plain percentile ${name}`] = (counts, stream) => percentiles(counts, name, stream, false);
  methods[`BC percentile ${name}`] = (counts, stream) => percentiles(counts, name, stream, true);
}

for (const [method, interval] of Object.entries(methods)) {
  const coverages = Object.entries(distributions).flatMap(([label, p]) =>
    sizes.map((n) => {
      const stream = RandomStream.fromSeed(1).split(label, n);
      const sample = multinomial(stream.split("samples"), n, p);
      let covered = 0;
      for (let r = 0; r < replications; r++) {
        const { lower, upper } = interval(sample(), stream.split("interval", r));
        if (lower <= entropy(p) && entropy(p) <= upper) covered++;
      }
      return `${label}, n=${n}: ${(covered / replications).toFixed(3)}`;
    }),
  );
  process.stdout.write(`${method.padEnd(36)} ${coverages.join("  ")}\n`);
}
