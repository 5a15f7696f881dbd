/**
 * `npx tsx bench/lanczos-misses.ts [starts]`: how often a Lanczos run says that it converged and has the second eigenvalue
 * in place of the first. True Fisher matrix by its dual, ReLU MLP 784-256-10 (512 inputs), 250 starts unless said.
 */
import { startEngine } from "../src/engine/index.js";
import { extremalEigenpairs, topEigenvalue } from "../src/fisher/index.js";
import { RandomStream } from "../src/numeric/index.js";
import { Learner, mlp } from "../src/training/index.js";
import { sizes, trained } from "./curvature.js";

const starts = Number(process.argv[2] ?? 250);

await startEngine();
process.stdout.write("seed  steps  second / first  tolerance  products  misses\n");
for (const seed of [1, 2]) {
  for (const steps of [0, 200]) {
    const { parameters, batch } = trained(seed, steps);
    const operator = new Learner(mlp(sizes), new Float32Array(parameters)).curvature(batch).dualFisher();
    const root = RandomStream.fromSeed(seed);
    const { pairs } = extremalEigenpairs(operator, root.split("truth"), { count: 2, tolerance: 1e-5 });
    const [first, second] = pairs.map(({ value }) => value) as [number, number];
    for (const tolerance of [1e-3, 1e-5]) {
      const runs = Array.from({ length: starts }, (_, i) =>
        topEigenvalue(operator, root.split("start", i), { tolerance }),
      );
      const products = runs.reduce((sum, run) => sum + run.products, 0) / starts;
      const misses = runs.filter(({ converged, value }) => converged && value < (first + second) / 2).length;
      process.stdout.write(
        `${String(seed).padStart(4)}  ${String(steps).padStart(5)}  ${(second / first).toFixed(3).padStart(14)}  ` +
          `${String(tolerance).padStart(9)}  ${products.toFixed(1).padStart(8)}  ${misses} of ${starts}\n`,
      );
    }
  }
}
