import { describe, expect, it } from "vitest";
import { categorical, RandomStream } from "../../numeric/index.js";
import { type Evidence, logGoalPosterior, type Tempering, temper, untempered } from "./goal-posterior.js";
import { learnNavigation } from "./learning.js";
import { type LinkGraph, linkGraph } from "./link-graph.js";
import { clickLogProbabilities, contexts, hopSeeker, policySeeker, type Seeker } from "./seeker.js";
import { navigationFeatures, targetViews } from "./target-features.js";

const stream = RandomStream.fromSeed(20251110);
const nodes = 80;

/** Every node has a link to the next, so that every target can be reached, and about seven others at random. */
const graph: LinkGraph = (() => {
  const random = stream.split("graph");
  const links: [number, number][] = [];
  for (let from = 0; from < nodes; from++) {
    for (let to = 0; to < nodes; to++) {
      if (from === to) continue;
      if (to === (from + 1) % nodes || random.uniform() < 0.09) links.push([from, to]);
    }
  }
  return linkGraph(nodes, links);
})();
const categories = Array.from({ length: nodes }, (_, node) => [["all", `a${node % 4}`, `b${node % 8}`]]);
const views = targetViews(graph, categories, stream.split("embedding"));
const links = (from: number): number[] => [
  ...graph.successors.subarray(graph.successorStart[from], graph.successorStart[from + 1]),
];

/** Weights of a person who knows the way by distance and by category. */
const known: Record<string, number> = {
  target: 3,
  one_link_away: 1.5,
  two_links_away: 0.7,
  category_similarity: 1,
};
const truth = Float64Array.from(navigationFeatures, (name) => known[name] ?? 0);
const policy = { weights: contexts.map(() => truth) };

function walk(seeker: Seeker, start: number, target: number, random: RandomStream): number[] {
  const path = [start];
  while (path.at(-1) !== target && path.length < 60) {
    const from = path.at(-1)!;
    const next = links(from);
    const weights = next.map((to) => Math.exp(seeker.logProbability(from, to, path.length - 1)));
    path.push(next[categorical(random, weights)()]);
  }
  return path;
}

describe("seekers", () => {
  it.each([
    ["policy", policySeeker(graph, policy, views(5))],
    ["hops", hopSeeker(graph, 1.5, views(5))],
  ])("%s: probabilities over links sum to one, and other nodes cannot be clicked", (_, seeker) => {
    for (let from = 0; from < nodes; from++) {
      for (const clicks of [0, 1, 5]) {
        const total = links(from).reduce(
          (sum, to) => sum + Math.exp(seeker.logProbability(from, to, clicks)),
          0,
        );
        expect(total).toBeCloseTo(1, 12);
      }
      expect(seeker.logProbability(from, from, 0)).toBe(-Infinity);
    }
  });

  it("hops: closer by one is e^beta times as likely", () => {
    const { hops } = views(5);
    const seeker = hopSeeker(graph, 1.5, views(5));
    for (let from = 0; from < nodes; from++) {
      const [a, b] = links(from);
      const ratio = seeker.logProbability(from, a, 0) - seeker.logProbability(from, b, 0);
      expect(ratio).toBeCloseTo(1.5 * (hops[b] - hops[a]), 12);
    }
  });

  it("policy: each context has its own weights", () => {
    const weights = contexts.map(() => new Float64Array(navigationFeatures.length));
    weights[0] = truth;
    const seeker = policySeeker(graph, { weights }, views(5));
    const from = views(5).hops.indexOf(1);
    expect(seeker.logProbability(from, 5, 1)).toBeCloseTo(-Math.log(links(from).length), 12);
    expect(seeker.logProbability(from, 5, 0)).toBeGreaterThan(-Math.log(links(from).length));
  });

  it("who passes the target was not seeking it", () => {
    const seeker = policySeeker(graph, policy, views(2));
    const logs = clickLogProbabilities(seeker, [0, 1, 2, 3], 2);
    expect([...logs].map(Number.isFinite)).toEqual([true, false, false]);
    expect(clickLogProbabilities(seeker, [2, 3], 2)[0]).toBe(-Infinity);
    expect(clickLogProbabilities(seeker, [], 2)).toHaveLength(0);
  });
});

describe("learnNavigation", () => {
  const walks = Array.from({ length: 40 }, (_, target) => {
    const seeker = policySeeker(graph, policy, views(target));
    const random = stream.split("walks", target);
    const starts = Array.from({ length: 30 }, () => 40 + random.integer(40));
    return { target, paths: starts.map((start) => walk(seeker, start, target, random)) };
  });

  it("recovers what synthetic navigators follow, pooled, within four standard errors", () => {
    const { pooled, byContext, weights } = learnNavigation(graph, walks, views);
    expect(pooled.converged).toBe(true);
    expect(byContext.every((fit) => fit === undefined || fit.converged)).toBe(true);
    expect(weights).toHaveLength(contexts.length);
    // What nearly all links share is drawn to 0 by the penalty: only the features that moved people are compared.
    for (const name of Object.keys(known)) {
      const k = navigationFeatures.indexOf(name as (typeof navigationFeatures)[number]);
      expect(Math.abs(pooled.weights[k] - truth[k])).toBeLessThan(4 * pooled.standardErrors![k]);
    }
  });

  it("refuses a path that is none", () => {
    const jump = { target: 5, paths: [[0, 0]] };
    expect(() => learnNavigation(graph, [jump], views)).toThrow("there is no link 0 -> 0");
  });
});

describe("logGoalPosterior", () => {
  const evidence: Evidence = {
    clicks: [
      [0.5, 0.2],
      [0.25, 0.4],
      [0.1, 0],
    ].map((p) => Float64Array.from(p, Math.log)),
    truth: 0,
    cluster: 0,
  };
  const posterior = (clicks: number, tempering: Tempering) =>
    [...logGoalPosterior(evidence, clicks, tempering)].map(Math.exp);

  it("is Bayes' rule with a uniform prior", () => {
    expect(posterior(0, untempered)).toEqual([1 / 3, 1 / 3, 1 / 3].map((p) => expect.closeTo(p, 12)));
    expect(posterior(1, untempered)).toEqual([0.5, 0.25, 0.1].map((p) => expect.closeTo(p / 0.85, 12)));
    expect(posterior(2, untempered)).toEqual([0.5, 0.5, 0].map((p) => expect.closeTo(p, 12)));
  });

  it("is uniform when nobody can explain the clicks", () => {
    const clicks = [Float64Array.of(-Infinity), Float64Array.of(-Infinity)];
    const nobody = logGoalPosterior({ clicks, truth: 0, cluster: 0 }, 1, untempered);
    expect([...nobody]).toEqual([-Math.LN2, -Math.LN2]);
  });
});

describe("temper", () => {
  /** Walks of two clicks drawn from one of five candidates at random, each log-likelihood counted `times`. */
  const walksCounted = (times: number): Evidence[] =>
    Array.from({ length: 3000 }, (_, i) => {
      const random = stream.split("temper", i);
      const policies = Array.from({ length: 5 }, () => {
        const weights = [random.uniform(), random.uniform(), random.uniform()];
        const total = weights[0] + weights[1] + weights[2];
        return weights.map((weight) => weight / total);
      });
      const truth = random.integer(5);
      const clicks = [0, 1].map(() => categorical(random, policies[truth])());
      const logs = policies.map((p) => Float64Array.from(clicks, (click) => times * Math.log(p[click])));
      return { clicks: logs, truth, cluster: i };
    });

  it.each([
    ["leaves Bayes' rule alone where the policies are right", 1, 1],
    ["halves clicks that count twice", 2, 0.5],
  ])("%s", (_, times, expected) => {
    const { weights } = temper(walksCounted(times), 2);
    // One standard error is about 0.05 / times at 3000 walks; four of them.
    expect(Math.abs(weights[0][0] - expected)).toBeLessThan(0.2 / times);
    expect(Math.abs(weights[1][0] - expected)).toBeLessThan(0.2 / times);
    expect(Math.abs(weights[1][1] - expected)).toBeLessThan(0.2 / times);
  });
});
