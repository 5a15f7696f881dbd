import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RandomStream } from "../../numeric/index.js";
import { type Chain, solveChain } from "./chain.js";

/** The chain of a dense matrix without diagonal. */
function chainOf(P: readonly (readonly number[])[]): Chain {
  const entries = P.map((row, i) => row.flatMap((p, j) => (j === i || p === 0 ? [] : [{ i, j, p }])));
  const flat = entries.flat();
  const start = Int32Array.from([0, ...entries.map((_, i) => entries.slice(0, i + 1).flat().length)]);
  return {
    start,
    split: Int32Array.from(entries, (row, i) => start[i] + row.filter(({ j }) => j < i).length),
    neighbour: Int32Array.from(flat, ({ j }) => j),
    back: Int32Array.from(flat, ({ i, j }) => flat.findIndex((other) => other.i === j && other.j === i)),
    weight: Float64Array.from(flat, ({ p }) => p),
  };
}

const options = { tolerance: 1e-12, maxIterations: 100 };

describe("solveChain", () => {
  it("solves x = P x + b", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.nat(), (size, seed) => {
        const draw = RandomStream.fromSeed(seed);
        const P = Array.from({ length: size }, (_, i) => {
          const row = Array.from({ length: size }, (_, j) =>
            i === j || draw.uniform() < 0.5 ? 0 : draw.uniform(),
          );
          const total = row.reduce((a, b) => a + b, 0.01);
          return row.map((p) => (0.99 * p) / total);
        });
        const b = Float64Array.from({ length: size }, () => draw.uniform() - 0.5);
        const x = solveChain(chainOf(P), b, options);
        expect(x).toBeDefined();
        P.forEach((row, i) => {
          const right = row.reduce((total, p, j) => total + p * x![j], b[i]);
          expect(x![i]).toBeCloseTo(right, 11);
        });
      }),
      { seed: 11, numRuns: 100 },
    );
  });

  it("solves a walk along the numbering, with its gambler's ruin, in two iterations", () => {
    const size = 300;
    const walk = Array.from({ length: size }, (_, i) =>
      Array.from({ length: size }, (_, j) => (Math.abs(i - j) === 1 ? 0.5 : 0)),
    );
    const duration = solveChain(chainOf(walk), new Float64Array(size).fill(1), {
      tolerance: 1e-8,
      maxIterations: 3,
    });
    expect(duration).toBeDefined();
    duration!.forEach((steps, i) => {
      expect(steps / ((i + 1) * (size - i))).toBeCloseTo(1, 9);
    });
  });

  it("gives nothing where the chain never stops", () => {
    const circle = chainOf([
      [0, 1, 0],
      [0, 0, 1],
      [1, 0, 0],
    ]);
    expect(solveChain(circle, Float64Array.of(1, 1, 1), options)).toBeUndefined();
  });
});
