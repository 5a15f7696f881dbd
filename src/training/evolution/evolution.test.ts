import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { startEngine } from "../../engine/index.js";
import { normal, RandomStream } from "../../numeric/index.js";
import { cnn } from "../architectures/cnn.js";
import { mlp } from "../architectures/mlp.js";
import { CueConflictTask } from "../cue-conflict.js";
import { Learner } from "../learner.js";
import { type Evolution, type Generation, worstToBest } from "./evolution.js";
import { evolutionStrategy } from "./evolution-strategy.js";
import { geneticAlgorithm } from "./genetic-algorithm.js";
import { NoiseTable } from "./noise-table.js";
import { populationLosses } from "./population-loss.js";

beforeAll(startEngine);

const DIMENSIONS = 10;
const stream = RandomStream.fromSeed(4);
const make = {
  "evolution strategy": (key = "es") =>
    evolutionStrategy(DIMENSIONS, { size: 20, sd: 0.1, rate: 0.05, stream: stream.split(key) }),
  "genetic algorithm": (key = "ga") =>
    geneticAlgorithm(DIMENSIONS, { size: 20, parents: 5, sd: 0.1, stream: stream.split(key) }),
} as const;

const target = Float32Array.from({ length: DIMENSIONS }, (_, j) => Math.sin(j));
/** -|x - target|^2: its only maximum is the target. */
const quadratic = (x: ArrayLike<number>): number =>
  -target.reduce((sum, t, j) => sum + ((x[j] as number) - t) ** 2, 0);
const members = ({ population }: Generation): Float32Array[] =>
  Array.from({ length: population.length / DIMENSIONS }, (_, i) =>
    population.subarray(i * DIMENSIONS, (i + 1) * DIMENSIONS),
  );

function generations(evolution: Evolution, count: number, fitness = quadratic): Generation[] {
  const seen = [evolution.init(new Float32Array(DIMENSIONS))];
  for (let i = 0; i < count; i++) {
    const last = seen.at(-1) as Generation;
    seen.push(evolution.step(last, members(last).map(fitness)));
  }
  return seen;
}

describe.each(Object.entries(make))("%s", (_, build) => {
  it("climbs a quadratic to its maximum", () => {
    const start = quadratic(new Float32Array(DIMENSIONS));
    const end = quadratic((generations(build(), 300).at(-1) as Generation).champion);
    expect(start).toBeLessThan(-3);
    // Within the spread of the population around the maximum: DIMENSIONS x 0.1^2.
    expect(end).toBeGreaterThan(-DIMENSIONS * 0.01);
  });

  it("gives the same generations from the same stream, others from another, and leaves its states alone", () => {
    const first = generations(build(), 5);
    const copy = structuredClone(first);
    expect(generations(build(), 5)).toEqual(first);
    expect(generations(build("other"), 5)).not.toEqual(first);
    const evolution = build();
    evolution.step(first[2] as Generation, members(first[2] as Generation).map(quadratic));
    expect(first).toEqual(copy);
  });

  it("starts at the parameters it is given, and sees the order of fitness alone", () => {
    const [start, next] = generations(build(), 1) as [Generation, Generation];
    expect(start.champion).toEqual(new Float32Array(DIMENSIONS));
    expect(start.population).toHaveLength(20 * DIMENSIONS);
    const stretched = build().step(
      start,
      members(start).map((x) => Math.atan(3 * quadratic(x)) - 7),
    );
    expect(stretched).toEqual(next);
  });

  it("ranks what is no number last", () => {
    const evolution = build();
    const start = evolution.init(new Float32Array(DIMENSIONS));
    const fitness = members(start).map(quadratic);
    const worst = fitness.indexOf(Math.min(...fitness));
    const broken = fitness.map((value, i) => (i === worst ? Number.NaN : value));
    expect(evolution.step(start, broken)).toEqual(evolution.step(start, fitness));
    expect(() => evolution.step(start, [1, 2])).toThrow(/expected 20 fitness values, got 2/);
  });
});

describe("the evolution strategy", () => {
  it("places its members as mirror images around the centre", () => {
    const last = generations(make["evolution strategy"](), 3).at(-1) as Generation;
    const all = members(last);
    for (let pair = 0; pair < 10; pair++)
      last.champion.forEach((x, j) => {
        expect(((all[2 * pair]?.[j] ?? 0) + (all[2 * pair + 1]?.[j] ?? 0)) / 2).toBeCloseTo(x, 5);
      });
  });

  it("steps along the gradient of a linear fitness", () => {
    const slope = Float32Array.from({ length: DIMENSIONS }, (_, j) => j - 4.5);
    const linear = (x: ArrayLike<number>) => slope.reduce((sum, s, j) => sum + s * (x[j] as number), 0);
    const many = evolutionStrategy(DIMENSIONS, { size: 4000, sd: 0.1, rate: 0.05, stream });
    const [, next] = generations(many, 1, linear) as [Generation, Generation];
    const step = next.champion;
    const norm = (x: ArrayLike<number>) => Math.sqrt(Array.from(x).reduce((sum, v) => sum + v * v, 0));
    const inner = slope.reduce((sum, s, j) => sum + s * (step[j] as number), 0);
    expect(inner / (norm(slope) * norm(step))).toBeGreaterThan(0.98);
  });
});

describe("the genetic algorithm", () => {
  it("never loses its best: the champion's fitness does not fall", () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 20 }), (key, parents) => {
        const evolution = geneticAlgorithm(DIMENSIONS, {
          size: 20,
          parents,
          sd: 0.3,
          stream: stream.split(key),
        });
        const best = generations(evolution, 20).map(({ champion }) => quadratic(champion));
        best.slice(1).forEach((value, i) => {
          expect(value).toBeGreaterThanOrEqual(best[i] as number);
        });
      }),
      { seed: 6, numRuns: 10 },
    );
  });

  it("breeds from the fittest alone", () => {
    const evolution = geneticAlgorithm(1, { size: 50, parents: 3, sd: 1e-3, stream });
    const spread = {
      generation: 0,
      champion: new Float32Array(1),
      population: Float32Array.from({ length: 50 }, (_, i) => i),
    };
    const next = evolution.step(
      spread,
      Array.from({ length: 50 }, (_, i) => i),
    );
    expect(next.champion[0]).toBe(49);
    expect(next.population[0]).toBe(49);
    for (const x of next.population) expect([47, 48, 49]).toContain(Math.round(x));
  });
});

describe("worstToBest", () => {
  it("orders the members, equals by place", () => {
    expect(worstToBest([3, Number.NaN, 1, 3, -Infinity], 5)).toEqual([1, 4, 2, 0, 3]);
  });
});

describe("the noise table", () => {
  it("reads standard normal vectors that seldom overlap", () => {
    const table = new NoiseTable(stream.split("table"), 100);
    const draws = stream.split("draws");
    const values = Array.from({ length: 400 }, () => Array.from(table.at(table.place(draws)))).flat();
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    const square = values.reduce((a, b) => a + b * b, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan((4 / Math.sqrt(values.length)) * 1.1);
    expect(Math.abs(square - 1)).toBeLessThan(4 * Math.sqrt(2 / values.length) * 1.1);
  });
});

describe("populationLosses", () => {
  it.each([
    ["MLP", mlp([64, 6, 10])],
    ["CNN", cnn({ image: [1, 8, 8], channels: [2, 3], classes: 10 })],
  ])("are those of a learner at each member: %s", (_, architecture) => {
    const { size } = architecture.layout;
    const population = Float32Array.from({ length: 5 * size }, normal(stream.split("members"), 0, 0.3));
    const batch = new CueConflictTask(stream.split("task")).batch(stream.split("batch"), 7, [1, 0.5, 0, 0]);
    const losses = populationLosses(architecture, population, batch);
    losses.forEach((loss, i) => {
      const learner = new Learner(architecture, population.slice(i * size, (i + 1) * size));
      expect(loss).toBeCloseTo(learner.loss(batch), 5);
    });
    expect(() => populationLosses(architecture, population.slice(1), batch)).toThrow(/expected members of/);
  });
});
