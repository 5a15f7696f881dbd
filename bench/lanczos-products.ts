/**
 * `npx tsx bench/lanczos-products.ts`: products until the top Fisher eigenvalue of a ReLU MLP 784-256-10 (512 inputs) is
 * within 1e-3 of the truth, a float64 run converged to 1e-8, for 10 seeds at initialisation and after 200 steps, by the
 * matrix itself and by its dual.
 */
import { startEngine } from "../src/engine/index.js";
import { type LanczosOptions, type TopEigenvalue, topEigenvalue } from "../src/fisher/index.js";
import { RandomStream } from "../src/numeric/index.js";
import { Learner, mlp } from "../src/training/index.js";
import { sizes, trained } from "./curvature.js";

const TOLERANCE = 1e-3;
const BUDGET = 13;

await startEngine();
const needed: number[] = [];
process.stdout.write(
  "matrix      seed  steps  lambda_max  products to 1e-3  products at our stop  true error there\n",
);
for (let seed = 1; seed <= 10; seed++) {
  for (const steps of [0, 200]) {
    for (const row of measure(seed, steps)) {
      needed.push(row.needed);
      process.stdout.write(
        `${row.matrix.padEnd(10)}  ${String(seed).padStart(4)}  ${String(steps).padStart(5)}  ${row.truth.toFixed(6).padStart(10)}  ` +
          `${String(row.needed).padStart(16)}  ${String(row.stopped).padStart(20)}  ${row.error.toExponential(1).padStart(16)}\n`,
      );
    }
  }
}
const most = Math.max(...needed);
process.stdout.write(`at most ${most} products, budget ${BUDGET}: ${most <= BUDGET ? "kept" : "exceeded"}\n`);
process.exitCode = most <= BUDGET ? 0 : 1;

function measure(seed: number, steps: number) {
  const { parameters, batch } = trained(seed, steps);
  const stream = RandomStream.fromSeed(seed);
  const exact = new Learner(mlp(sizes), parameters).curvature(batch).fisher();
  const truth = topEigenvalue(exact, stream.split("truth"), { tolerance: 1e-8 });
  if (!truth.converged) throw new Error(truth.message);
  const curvature = new Learner(mlp(sizes), new Float32Array(parameters)).curvature(batch);
  return (["fisher", "dualFisher"] as const).map((matrix) => {
    const operator = curvature[matrix]();
    const after = (options: LanczosOptions) => topEigenvalue(operator, stream.split("lanczos"), options);
    const errorOf = ({ value }: TopEigenvalue): number => Math.abs(value / truth.value - 1);
    let count = 1;
    while (errorOf(after({ maxProducts: count, tolerance: 1e-12 })) > TOLERANCE) count++;
    const stop = after({ tolerance: TOLERANCE });
    return { matrix, truth: truth.value, needed: count, stopped: stop.products, error: errorOf(stop) };
  });
}
