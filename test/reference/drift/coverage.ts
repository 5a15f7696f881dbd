/**
 * How often the 95% interval of dS/dt holds the truth: npx tsx test/reference/drift/coverage.ts [series]
 *
 * Noise is in units of a reading's variance and gap. Floor worlds: S of K goals from counts of a window, read by the
 * posterior of S under the uniform prior, while S moves at a constant rate.
 */
import { wolpertWolf } from "../../../src/entropy/index.js";
import {
  localLinearTrend,
  type Reading,
  type TrendNoise,
  weightedSlope,
} from "../../../src/monitor/index.js";
import { multinomial, normal, RandomStream } from "../../../src/numeric/index.js";

export interface Series {
  readonly readings: readonly Reading[];
  /** dS/dt at the last reading. */
  readonly slope: number;
}

/** A series of the local linear trend with standard errors of 0.7 to 1.3. */
export function trendSeries(noise: TrendNoise, n: number, stream: RandomStream): Series {
  const draw = normal(stream);
  let [level, slope] = [0, draw()];
  const readings = Array.from({ length: n }, (_, time) => {
    if (time > 0) {
      const [a, b] = [draw(), draw()];
      level += slope + Math.sqrt(noise.level) * draw();
      level += Math.sqrt(noise.slope) * (a / 2 + b / Math.sqrt(12));
      slope += Math.sqrt(noise.slope) * a;
    }
    const standardError = 0.7 + 0.6 * stream.uniform();
    return { time, value: level + standardError * draw(), standardError };
  });
  return { readings, slope };
}

/** Process noise from the prior of `localLinearTrend`. */
export function priorNoise(stream: RandomStream): TrendNoise {
  const from = (grid: readonly number[]): number =>
    stream.uniform() < 0.25 ? 0 : grid[stream.integer(grid.length)];
  return {
    level: from([0.01, 0.03, 0.1, 0.3, 1, 3, 10]),
    slope: from([1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1]),
  };
}

/** S from `start` to `end` over n windows of `size` observations of `goals` goals; fidelity above the rest. */
export function floorSeries(
  { goals, size, start, end }: { goals: number; size: number; start: number; end: number },
  n: number,
  stream: RandomStream,
): Series {
  const posterior = wolpertWolf();
  const readings = Array.from({ length: n }, (_, time) => {
    const p = distributionWith(start + ((end - start) * time) / (n - 1), goals);
    const counts = multinomial(stream, size, p)();
    const { mean, sd } = posterior.moments(counts)!;
    return { time, value: mean, standardError: sd };
  });
  return { readings, slope: (end - start) / (n - 1) };
}

/** One goal ahead, the others equal, with entropy `s`. */
function distributionWith(s: number, goals: number): number[] {
  const entropyAt = (p: number): number => {
    const rest = 1 - p;
    const part = (x: number): number => (x > 0 ? -x * Math.log(x) : 0);
    return part(p) + part(rest) + rest * Math.log(goals - 1);
  };
  let [low, high] = [1 / goals, 1];
  for (let k = 0; k < 60; k++) {
    const middle = (low + high) / 2;
    if (entropyAt(middle) > s) low = middle;
    else high = middle;
  }
  return Array.from({ length: goals }, (_, k) => (k === 0 ? low : (1 - low) / (goals - 1)));
}

/** Whether the 95% interval holds the truth, by the trend and by the straight line. */
export function holds({ readings, slope }: Series, options: Parameters<typeof localLinearTrend>[0] = {}) {
  const trend = localLinearTrend(options);
  const rate = trend.rate(readings.reduce(trend.step, trend.init()))!;
  return rate.lower <= slope && slope <= rate.upper;
}

const worlds: readonly { readonly name: string; readonly noise: TrendNoise | "prior" }[] = [
  { name: "constant drift", noise: { level: 0, slope: 0 } },
  { name: "random walk with drift", noise: { level: 0.2, slope: 0 } },
  { name: "slow trend", noise: { level: 0, slope: 5e-4 } },
  { name: "trend", noise: { level: 0.02, slope: 5e-3 } },
  { name: "fast trend", noise: { level: 0.2, slope: 0.2 } },
  { name: "drawn from the prior", noise: "prior" },
];

const print = (line: string) => process.stdout.write(`${line}\n`);

function main(series: number): void {
  const share = (count: (stream: RandomStream) => boolean, name: string): string => {
    const root = RandomStream.fromSeed(1).split(name);
    return (
      Array.from({ length: series }, (_, r) => Number(count(root.split(r)))).reduce((a, b) => a + b) / series
    ).toFixed(3);
  };
  for (const n of [10, 30, 100, 300])
    for (const { name, noise } of worlds) {
      const made = (stream: RandomStream) =>
        trendSeries(noise === "prior" ? priorNoise(stream) : noise, n, stream);
      const known = noise === "prior" ? "-" : share((s) => holds(made(s), { noise }), name);
      const varying = share((s) => holds(made(s)), name);
      const constant = share((s) => holds(made(s), { slope: "constant" }), name);
      const line = share((s) => {
        const { readings, slope } = made(s);
        const { lower, upper } = weightedSlope(readings)!;
        return lower <= slope && slope <= upper;
      }, name);
      print(
        `${name}, n = ${n}: noise known ${known}, varying ${varying}, constant ${constant}, line ${line}`,
      );
    }
  for (const goals of [2, 5])
    for (const [size, start, end] of [
      [50, 0.02, 0.02],
      [50, 0.05, 0.4],
      [500, 0.02, 0.02],
      [500, 0.05, 0.4],
    ]) {
      const world = { goals, size, start, end };
      const name = `K = ${goals}, ${size} a window, S ${start} to ${end}`;
      const constant = share((s) => holds(floorSeries(world, 30, s), { slope: "constant" }), name);
      const varying = share((s) => holds(floorSeries(world, 30, s)), name);
      print(`${name}, n = 30: varying ${varying}, constant ${constant}`);
    }
}

if (process.argv[1]?.endsWith("coverage.ts")) main(Number(process.argv[2] ?? 1000));
