/**
 * Runs of the governing equation S <- clip(S + sigma(t) - gamma(S) + noise xi), 0 <= S <= ln K, of every kind, with what a
 * monitor would have measured of them. All parameters are drawn; times are in windows.
 */
import { initialEntropy } from "../../entropy/index.js";
import type { Streams } from "../../monitor/index.js";
import { type Estimate, normal, type RandomStream } from "../../numeric/index.js";
import type { FailureSignaturesParameters, Kind } from "./parameters.js";

/** What holds at share u of the record, 0 to 1; rates are nats per record. */
interface World {
  readonly lambdaMax: (u: number) => number;
  readonly divergence: (u: number) => number;
  /** dS/du before noise. */
  readonly drift: (u: number, entropy: number) => number;
  /** Work as it is known, and the production with either source alone on the reference. */
  readonly work: number;
  readonly exploration: number;
  readonly gaming: number;
}

export function scalarRun(kind: Kind, p: FailureSignaturesParameters, stream: RandomStream): Streams {
  const draw = stream.split("parameters");
  const between = (low: number, high: number): number => low + (high - low) * draw.uniform();
  const goals = 3 + draw.integer(8);
  const start = initialEntropy(goals, between(0.85, 0.97));
  const rise = between(0.4, 0.9) * (Math.log(goals) - start);
  const world = worlds[kind](between, rise, start);
  const wander = between(p.wander[0]!, p.wander[1]!);
  const entropy = walk(world, start, Math.log(goals), wander, p, stream.split("walk"));

  const errors = stream.split("errors");
  const relative = between(0.03, 0.1);
  const known = between(0.03, 0.1);
  const watch = (error: number, name: string, value: (window: number) => number) => {
    const noise = normal(errors.split(name));
    return entropy.map((_, time) => ({ time, value: value(time) + error * noise(), standardError: error }));
  };
  const share = (time: number): number => (time + 0.5) / p.windows;
  const noise = normal(errors.split("lambda"));
  return {
    entropy: watch(between(0.01, 0.04), "entropy", (time) => entropy[time]!),
    fidelity: watch(0.01, "fidelity", (time) => fidelityAt(entropy[time]!, goals)),
    lambdaMax: entropy.map((_, time) => {
      const value = world.lambdaMax(share(time)) * Math.exp(relative * noise());
      return { time, value, standardError: relative * value };
    }),
    divergence: watch(between(0.005, 0.02), "divergence", (time) => world.divergence(share(time))),
    work: rate(world.work / p.windows, 0.01, errors.split("work")),
    alone: {
      exploration: rate(world.exploration / p.windows, known, errors.split("exploration")),
      gaming: rate(world.gaming / p.windows, known, errors.split("gaming")),
    },
  };
}

type Between = (low: number, high: number) => number;

/** From 1 to `factor` between `onset` and `onset + length`, straight. */
const growth = (onset: number, length: number, factor: number) => (u: number) =>
  1 + (factor - 1) * Math.min(1, Math.max(0, (u - onset) / length));

const worlds: Record<Kind, (between: Between, rise: number, start: number) => World> = {
  /** Either work exceeds the production, or it is feedback that holds S; causes may grow when work follows them. */
  stable(between, _, start) {
    const [exploration, gaming] = [between(0.3, 1), between(0.3, 1)];
    const held = between(0, 1) < 0.5;
    const margin = between(1.1, 2);
    const stiffness = between(5, 20);
    const grows = between(0, 1);
    const grown = growth(between(0.2, 0.6), between(0.15, 0.4), between(1.5, 4));
    return {
      lambdaMax: grows < 0.25 ? grown : () => 1,
      divergence: (u) => 0.1 * (grows > 0.75 ? grown(u) : 1),
      drift: (_u, entropy) => (held ? stiffness * (start - entropy) : (1 - margin) * (exploration + gaming)),
      work: (held ? 1 : margin) * (exploration + gaming),
      exploration,
      gaming,
    };
  },
  "insufficient work"(between, rise) {
    const done = between(0, 0.6);
    const sum = rise / (1 - done);
    const share = between(0.2, 0.8);
    return {
      ...constant(between(0.05, 0.3)),
      drift: () => rise,
      work: done * sum,
      exploration: share * sum,
      gaming: (1 - share) * sum,
    };
  },
  /** Work has a margin over the production at the first lambda_max, and stays when lambda_max grows. */
  "lambda_max underestimated"(between, rise) {
    const grown = growth(between(0.25, 0.6), between(0.15, 0.4), between(3, 10));
    const balance = sourceThatGrows(between, rise, grown);
    return {
      lambdaMax: grown,
      divergence: constant(between(0.05, 0.3)).divergence,
      drift: balance.drift,
      work: balance.work,
      exploration: balance.growing,
      gaming: balance.other,
    };
  },
  "specification drift"(between, rise) {
    const grown = growth(between(0.25, 0.6), between(0.15, 0.4), between(3, 10));
    const first = between(0.05, 0.3);
    const balance = sourceThatGrows(between, rise, grown);
    return {
      lambdaMax: () => 1,
      divergence: (u) => first * grown(u),
      drift: balance.drift,
      work: balance.work,
      exploration: balance.other,
      gaming: balance.growing,
    };
  },
  /** Work balances the sum of the sources, and both together make more than their sum. */
  "synergistic amplification"(between, rise) {
    const sum = between(0.5, 1);
    const share = between(0.2, 0.8);
    return {
      ...constant(between(0.05, 0.3)),
      drift: () => rise,
      work: sum * between(1, 1.1),
      exploration: share * sum,
      gaming: (1 - share) * sum,
    };
  },
};

const constant = (divergence: number): Pick<World, "lambdaMax" | "divergence"> => ({
  lambdaMax: () => 1,
  divergence: () => divergence,
});

/** One source grows by `grown`, the other and the work stay; scaled so that S rises by `rise` once work is passed. */
function sourceThatGrows(between: Between, rise: number, grown: (u: number) => number) {
  const other = between(0.1, 0.5);
  const work = between(1.05, 1.3) * (1 + other);
  const net = (u: number): number => grown(u) + other - work;
  const cells = 400;
  let total = 0;
  for (let i = 0; i < cells; i++) total += Math.max(0, net((i + 0.5) / cells)) / cells;
  const scale = rise / total;
  return {
    growing: scale,
    other: scale * other,
    work: scale * work,
    drift: (u: number): number => scale * net(u),
  };
}

/** S at the end of each window; `wander` is what the noise alone would add up to over the record, nats. */
function walk(
  { drift }: World,
  start: number,
  ceiling: number,
  wander: number,
  { windows, steps }: FailureSignaturesParameters,
  stream: RandomStream,
): number[] {
  const total = windows * steps;
  const noise = normal(stream, 0, wander / Math.sqrt(total));
  let entropy = start;
  return Array.from({ length: windows }, (_, window) => {
    for (let step = 0; step < steps; step++) {
      const u = (window * steps + step) / total;
      entropy = Math.min(ceiling, Math.max(0, entropy + drift(u, entropy) / total + noise()));
    }
    return entropy;
  });
}

/** The share of the intended goal when the others are equal, by bisection of `initialEntropy`. */
function fidelityAt(entropy: number, goals: number): number {
  let [low, high] = [1 / goals, 1];
  for (let k = 0; k < 40; k++) {
    const middle = (low + high) / 2;
    if (initialEntropy(goals, middle) > entropy) low = middle;
    else high = middle;
  }
  return low;
}

/** A rate as a reference tells it, with relative error. */
function rate(truth: number, relative: number, stream: RandomStream): Estimate {
  const sd = relative * truth;
  const value = truth + sd * normal(stream)();
  return {
    value,
    lower: value - 1.96 * sd,
    upper: value + 1.96 * sd,
    level: 0.95,
    method: "drawn",
    n: 1,
    covers: "the reference",
  };
}
