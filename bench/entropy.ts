import { chaoShen } from "../src/entropy/index.js";
import { gamma, multinomial, RandomStream } from "../src/numeric/index.js";
import type { Benchmark, Row } from "./contract.js";
import { interleave, timed } from "./interleave.js";
import { startPython } from "./peers/python.js";

/** K, and how many observations each vector counts. */
const BINS = 20;
const OBSERVATIONS = 100;
/** Largest accepted difference of any vector's estimate, nats: numpy's (1 - p)^n rounds. */
const TOLERANCE = 1e-10;

export const entropy: Benchmark = {
  name: "entropy",
  summary: "Chao-Shen entropy of 1e6 count vectors of 20 bins, against numpy (all at once) and infomeasure",
  async rows({ quick }) {
    const peer = await startPython("entropy.py");
    const lacks = (...modules: string[]): boolean =>
      ["python", ...modules].some((module) => peer.missing.includes(module));
    try {
      const rows: Row[] = [];
      for (const [work, modules, vectors] of [
        ["numpy", ["numpy"], quick ? 100_000 : 1_000_000],
        ["infomeasure", ["numpy", "infomeasure"], 1000],
      ] as const) {
        const counts = countVectors(vectors);
        const estimates = new Float64Array(vectors);
        if (!lacks(...modules)) await peer.ask({ work: "prepare", bins: BINS, counts: [...counts] });
        const asked = async (): Promise<number> => {
          const { seconds, ...sums } = await peer.ask({ work });
          agree(estimates, sums);
          return seconds;
        };
        rows.push(
          await interleave(
            {
              name: `Chao-Shen of ${vectors} vectors, ${BINS} bins, ${OBSERVATIONS} observations, against ${work}`,
              unit: "s",
              figure: (seconds) => seconds,
              ours: () =>
                timed(() => {
                  for (let v = 0; v < vectors; v++)
                    estimates[v] = chaoShen.estimate(counts.subarray(v * BINS, (v + 1) * BINS))!;
                }),
              peer: lacks(...modules) ? { install: `python3 -m pip install ${modules.join(" ")}` } : asked,
            },
            quick,
          ),
        );
      }
      return rows;
    } finally {
      peer.close();
    }
  },
};

/** Each vector from shares of its own, Dir(1/2, ..., 1/2): from nearly one goal to nearly all. */
function countVectors(vectors: number): Float64Array {
  const stream = RandomStream.fromSeed(1);
  const weight = gamma(stream, 0.5);
  const counts = new Float64Array(vectors * BINS);
  for (let v = 0; v < vectors; v++) {
    const shares = Array.from({ length: BINS }, weight);
    counts.set(multinomial(stream, OBSERVATIONS, shares)(), v * BINS);
  }
  return counts;
}

/** The mean and the mean of squares tell whether both sides did the same. */
function agree(estimates: Float64Array, sums: Record<string, number>): void {
  const mean = estimates.reduce((total, s) => total + s, 0) / estimates.length;
  const square = estimates.reduce((total, s) => total + s * s, 0) / estimates.length;
  for (const [name, ours, theirs] of [
    ["mean", mean, sums.mean],
    ["mean square", square, sums.square],
  ] as const)
    if (!(Math.abs(ours - theirs) <= TOLERANCE))
      throw new Error(`${name} of the estimates: ours ${ours}, the peer's ${theirs}`);
}
