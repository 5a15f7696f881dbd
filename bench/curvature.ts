import { startEngine } from "../src/engine/index.js";
import { hutchinson, type SymmetricOperator, spectralDensity, topEigenvalue } from "../src/fisher/index.js";
import { RandomStream } from "../src/numeric/index.js";
import { type Batch, CueConflictTask, type Curvature, Learner, mlp } from "../src/training/index.js";
import type { Benchmark, Row } from "./contract.js";
import { interleave, timed } from "./interleave.js";
import { type PythonPeer, startPython } from "./peers/python.js";

export const sizes = [784, 256, 10];
const BATCH = 512;
const TOLERANCE = 1e-3;
const PROBES = 10;
/** Of the density: random vectors, and products for each. */
const VECTORS = 2;
const DEPTH = 20;

export const curvature: Benchmark = {
  name: "curvature",
  summary:
    "top eigenvalue, trace and density, MLP 784-256-10, 512 inputs, beside PyTorch, PyHessian and curvlinops",
  async rows({ quick }) {
    await startEngine();
    const peer = await startPython("curvature.py");
    try {
      const rows: Row[] = [];
      for (const steps of [0, 200]) rows.push(...(await atSteps(peer, steps, quick)));
      return rows;
    } finally {
      peer.close();
    }
  },
};

/** A network after `steps` steps, and a batch that it has not seen. */
export function trained(
  seed: number,
  steps: number,
): { parameters: Float64Array<ArrayBuffer>; batch: Batch } {
  const root = RandomStream.fromSeed(seed);
  const agreement = [1, 0.3, 0.3, 0.3];
  const task = new CueConflictTask(root.split("task"), { dimensions: 196 });
  const network = mlp(sizes);
  const learner = new Learner(network, new Float32Array(network.initialise(root.split("initial"))));
  for (let i = 0; i < steps; i++)
    learner.step(task.batch(root.split("train", i), 64, agreement), { eta: 0.05, gamma: 0 });
  return { parameters: learner.parameters(), batch: task.batch(root.split("batch"), BATCH, agreement) };
}

/**
 * PyHessian has the Hessian alone, by power iteration: "where it stops" at the same tolerance, on successive change, it is up to
 * 15% short; "as exact" its stop is tightened until it is within the tolerance of the truth. The rows of the Fisher
 * matrix by its dual compare with that other matrix what answers the same question; those of the Hessian like with like.
 */
async function atSteps(peer: PythonPeer, steps: number, quick: boolean): Promise<Row[]> {
  const { parameters: exact, batch } = trained(1, steps);
  const parameters = new Float32Array(exact);
  if (!peer.missing.includes("torch"))
    await peer.ask({
      work: "prepare",
      sizes,
      batch: BATCH,
      parameters: encode(parameters),
      inputs: encode(batch.inputs as Float32Array),
      labels: encode(batch.labels as Float32Array),
    });
  const when = steps === 0 ? "at initialisation" : `after ${steps} steps`;
  const exactly = new Learner(mlp(sizes), exact).curvature(batch).hessian();
  const hessian = top(exactly, RandomStream.fromSeed(2), TOLERANCE ** 2);
  const rows: Row[] = [];
  for (const threads of [1, 2]) {
    const at = `${when}, ${threads} thread${threads > 1 ? "s" : ""}`;
    const learner = new Learner(mlp(sizes), parameters, { threads });
    const compare = async (
      name: string,
      request: Request,
      ours: (curvature: Curvature, stream: RandomStream) => number,
    ) => {
      rows.push(
        await comparison(`${name}, ${at}`, peer, { ...request, threads }, learner, batch, ours, quick),
      );
    };
    await compare(
      "top Fisher eigenvalue, against Lanczos",
      { work: "lanczos", needs: "torch", within: 2 * TOLERANCE },
      (c, stream) => top(c.fisher(), stream),
    );
    await compare(
      "top Fisher eigenvalue, against Lanczos with vjp's forward pass kept",
      { work: "lanczos-kept", needs: "torch", within: 2 * TOLERANCE },
      (c, stream) => top(c.fisher(), stream),
    );
    await compare(
      "top Fisher eigenvalue by the dual, against Lanczos on the dual",
      { work: "lanczos-dual", needs: "torch", within: 2 * TOLERANCE },
      (c, stream) => top(c.dualFisher(), stream),
    );
    await compare(
      "top Fisher eigenvalue by the dual, against PyHessian where it stops",
      { work: "pyhessian", needs: "pyhessian", within: 0.15, exact: hessian },
      (c, stream) => top(c.dualFisher(), stream),
    );
    await compare(
      "top Fisher eigenvalue by the dual, against PyHessian as exact",
      { work: "pyhessian-accurate", needs: "pyhessian", within: TOLERANCE, exact: hessian },
      (c, stream) => top(c.dualFisher(), stream),
    );
    await compare(
      "top Hessian eigenvalue, against PyHessian where it stops",
      { work: "pyhessian", needs: "pyhessian", within: 0.15, exact: hessian },
      (c, stream) => top(c.hessian(), stream),
    );
    await compare(
      "top Hessian eigenvalue, against PyHessian as exact",
      { work: "pyhessian-accurate", needs: "pyhessian", within: TOLERANCE, exact: hessian },
      (c, stream) => top(c.hessian(), stream),
    );
    await compare(
      `Fisher trace by ${PROBES} products of the dual, against curvlinops`,
      { work: "trace", needs: "curvlinops-for-pytorch", within: 0.5 },
      (c, stream) => hutchinson(c.dualFisher(), { products: PROBES, stream }).value,
    );
    await compare(
      `Hessian density by ${VECTORS} x ${DEPTH} products, against PyHessian`,
      { work: "density", needs: "pyhessian", within: 0.01 },
      (c, stream) => topNode(c.hessian(), stream),
    );
  }
  return rows;
}

interface Request {
  readonly work: string;
  /** Python module. */
  readonly needs: string;
  /** Relative distance that the peer's value may have from `exact`, by default ours. */
  readonly within: number;
  readonly exact?: number;
}

/**
 * Each run from a fresh start: the operator, the starting vector and every product are in the time. What either side does
 * once a process, compiling the program or importing torch, is in the warm-up run. The sides' median values must agree: a
 * Lanczos run of either side takes the second eigenvalue for the first about once in 250 starts.
 */
async function comparison(
  name: string,
  peer: PythonPeer,
  { exact, within, ...request }: Request & { threads: number },
  learner: Learner,
  batch: Batch,
  ours: (curvature: Curvature, stream: RandomStream) => number,
  quick: boolean,
): Promise<Row> {
  const root = RandomStream.fromSeed(1);
  const effort = { tolerance: TOLERANCE, probes: PROBES, vectors: VECTORS, depth: DEPTH };
  const values: { ours: number[]; peer: number[] } = { ours: [], peer: [] };
  const asked = async (): Promise<number> => {
    const seed = values.peer.length;
    const truth = exact ?? values.ours[seed];
    const answer = await peer.ask({ ...request, ...effort, exact: truth, seed });
    values.peer.push(answer.value);
    return answer.seconds;
  };
  const missing = ["torch", request.needs].filter((module) => peer.missing.includes(module));
  const row = await interleave(
    {
      name,
      unit: "ms",
      figure: (seconds) => seconds * 1000,
      ours: () =>
        timed(() => {
          values.ours.push(ours(learner.curvature(batch), root.split(values.ours.length)));
        }),
      peer:
        missing.length > 0 || peer.missing.includes("python")
          ? { install: `python3 -m pip install torch ${request.needs}` }
          : asked,
    },
    quick,
  );
  const [truth, theirs] = [exact ?? median(values.ours), median(values.peer)];
  if (values.peer.length > 0 && !(Math.abs(theirs / truth - 1) <= within))
    throw new Error(`${name}: expected ${truth}, theirs is ${theirs}; the sides do different work`);
  return row;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1];

function top(operator: SymmetricOperator, stream: RandomStream, tolerance = TOLERANCE): number {
  const { value, converged, message } = topEigenvalue(operator, stream, { tolerance });
  if (!converged) throw new Error(`${operator.matrix}: ${message}`);
  return value;
}

/** What both densities agree on, whatever their random vectors: where they end. */
function topNode(operator: SymmetricOperator, stream: RandomStream): number {
  const { rules } = spectralDensity(operator, { stream, vectors: VECTORS, steps: DEPTH });
  return Math.max(...rules.map(({ nodes }) => nodes[0]));
}

const encode = (values: Float32Array): string =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString("base64");
