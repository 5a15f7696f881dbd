import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RandomStream } from "../../numeric/index.js";
import { categorySimilarity } from "./category-similarity.js";
import { coLinkNorms, coLinks } from "./co-links.js";
import { hopsFrom, hopsTo, UNREACHABLE } from "./hop-distance.js";
import { likeness, linkEmbedding } from "./link-embedding.js";
import { linkGraph, reversed } from "./link-graph.js";
import { reachProbability } from "./random-walk.js";

const seeded = { seed: 20251110, numRuns: 60 };

/** A small graph as a matrix of booleans. */
const matrices = fc
  .integer({ min: 2, max: 8 })
  .chain((n) =>
    fc
      .array(fc.array(fc.boolean(), { minLength: n, maxLength: n }), { minLength: n, maxLength: n })
      .map((rows) => rows.map((row, i) => row.map((link, j) => link && i !== j))),
  );
const graphOf = (matrix: boolean[][]) => {
  const links = matrix.flatMap((row, i) => row.flatMap((link, j) => (link ? [[i, j] as const] : [])));
  return linkGraph(matrix.length, links.reverse());
};
const nodesOf = (matrix: boolean[][]): number[] => matrix.map((_, i) => i);

describe("linkGraph", () => {
  it("names the link that is wrong", () => {
    expect(() => linkGraph(2, [[0, 2]])).toThrow("link 0: expected nodes from 0 to 1, got 0 -> 2");
    expect(() =>
      linkGraph(2, [
        [0, 1],
        [0, 1],
      ]),
    ).toThrow("link 0 -> 1 is given twice");
  });
});

describe("hop distances", () => {
  it("are those of Floyd and Warshall", () => {
    const property = fc.property(matrices, (matrix) => {
      const nodes = nodesOf(matrix);
      const d = matrix.map((row, i) => row.map((link, j) => (i === j ? 0 : link ? 1 : Infinity)));
      for (const k of nodes)
        for (const i of nodes) for (const j of nodes) d[i][j] = Math.min(d[i][j], d[i][k] + d[k][j]);
      const graph = graphOf(matrix);
      for (const node of nodes) {
        const finite = (x: number): number => (x === Infinity ? UNREACHABLE : x);
        expect([...hopsFrom(graph, node)]).toEqual(nodes.map((j) => finite(d[node][j])));
        expect([...hopsTo(graph, node)]).toEqual(nodes.map((i) => finite(d[i][node])));
      }
    });
    fc.assert(property, seeded);
  });

  it("end at 255: a longer chain counts as unreachable", () => {
    const chain = linkGraph(
      300,
      Array.from({ length: 299 }, (_, i) => [i, i + 1] as const),
    );
    const hops = hopsFrom(chain, 0);
    expect([hops[254], hops[255], hops[299]]).toEqual([254, UNREACHABLE, UNREACHABLE]);
  });
});

describe("coLinks", () => {
  it("is the cosine of weighted rows, and of columns when reversed", () => {
    const property = fc.property(matrices, (matrix) => {
      const nodes = nodesOf(matrix);
      const cosines = (m: boolean[][], a: number) => {
        const weight = nodes.map((j) => Math.log(nodes.length / nodes.filter((i) => m[i][j]).length));
        const inner = (x: number, y: number): number =>
          nodes.reduce((total, j) => total + (m[x][j] && m[y][j] ? weight[j] : 0), 0);
        return nodes.map((b) => (inner(a, b) === 0 ? 0 : inner(a, b) / Math.sqrt(inner(a, a) * inner(b, b))));
      };
      const transposed = nodes.map((i) => nodes.map((j) => matrix[j][i]));
      const graph = graphOf(matrix);
      for (const node of nodes) {
        const ours = coLinks(graph, coLinkNorms(graph), node);
        const back = coLinks(reversed(graph), coLinkNorms(reversed(graph)), node);
        for (const [i, cosine] of cosines(matrix, node).entries()) expect(ours[i]).toBeCloseTo(cosine, 12);
        for (const [i, cosine] of cosines(transposed, node).entries())
          expect(back[i]).toBeCloseTo(cosine, 12);
      }
    });
    fc.assert(property, seeded);
  });
});

describe("reachProbability", () => {
  it("is the sum over walks by enumeration", () => {
    const property = fc.property(matrices, (matrix) => {
      const nodes = nodesOf(matrix);
      const reach = (from: number, target: number, steps: number): number => {
        if (from === target) return 1;
        const next = nodes.filter((j) => matrix[from][j]);
        if (steps === 0 || next.length === 0) return 0;
        return next.reduce((total, j) => total + reach(j, target, steps - 1), 0) / next.length;
      };
      for (const target of nodes) {
        const ours = reachProbability(graphOf(matrix), target, 3);
        for (const from of nodes) expect(ours[from]).toBeCloseTo(reach(from, target, 3), 12);
      }
    });
    fc.assert(property, seeded);
  });
});

describe("categorySimilarity", () => {
  const similarity = categorySimilarity([
    [
      ["all", "life", "insects"],
      ["all", "food"],
    ],
    [["all", "life", "birds"]],
    [["all", "food"]],
    [],
    [["all"]],
  ]);

  it("is 2 depth(common) / (depth a + depth b) of the best pair, 0 without categories", () => {
    expect([...similarity(0)]).toEqual([1, 0.5, 1, 0, 0]);
    expect([...similarity(1)]).toEqual([0.5, 1, 0, 0, 0]);
    expect([...similarity(3)]).toEqual([0, 0, 0, 0, 0]);
    expect([...similarity(4)]).toEqual([0, 0, 0, 0, 1]);
  });
});

describe("linkEmbedding", () => {
  const cliques = [0, 1, 2, 3, 4].flatMap((i) =>
    [0, 1, 2, 3, 4].flatMap((j) =>
      i === j
        ? []
        : ([
            [i, j],
            [i + 5, j + 5],
          ] as const),
    ),
  );
  const graph = linkGraph(10, [...cliques, [0, 5]]);

  it("puts members of a clique together and tells two cliques apart", () => {
    const near = likeness(linkEmbedding(graph, 1, RandomStream.fromSeed(1)), 2);
    expect([...near].map(Math.sign)).toEqual([1, 1, 1, 1, 1, -1, -1, -1, -1, -1]);
  });

  it("has points of length 1, the same for the same stream", () => {
    const embed = () => linkEmbedding(graph, 3, RandomStream.fromSeed(2));
    const { points } = embed();
    for (let node = 0; node < 10; node++)
      expect(Math.hypot(...points.subarray(3 * node, 3 * node + 3))).toBeCloseTo(1, 6);
    expect(embed().points).toEqual(points);
  });
});
