import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Estimate, leastSquares } from "../../src/numeric/index.js";

/** What was seen of the service after so many observations. */
export interface Sample {
  readonly observations: number;
  /** Bytes. */
  readonly memory: number;
  readonly heap: number;
  readonly disk: number;
}

/** Stretches of equal length whose means a line is laid through: samples that follow each other are alike, those hardly. */
const STRETCHES = 10;

/**
 * Growth for every `per` observations over the second half of the samples, by the means of ten stretches, with its interval
 * (95%); undefined where there are too few samples.
 */
export function growth(
  samples: readonly Sample[],
  of: "memory" | "heap" | "disk",
  per: number,
): Estimate | undefined {
  const half = samples.slice(Math.floor(samples.length / 2));
  const means = Array.from({ length: STRETCHES }, (_, i) => {
    const from = Math.floor((i * half.length) / STRETCHES);
    const part = half.slice(from, Math.floor(((i + 1) * half.length) / STRETCHES));
    return [
      mean(part.map(({ observations }) => observations / per)),
      mean(part.map((one) => one[of])),
    ] as const;
  }).filter(([at]) => Number.isFinite(at));
  const line = leastSquares(
    means.map(([at]) => [1, at]),
    means.map(([, value]) => value),
    { covers: "this run, its second half" },
  );
  return line?.coefficients[1];
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

/** Of all files in a folder; those that vanish meanwhile do not count. */
export async function folderBytes(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      stat(join(entry.parentPath, entry.name)).then(
        ({ size }) => size,
        () => 0,
      ),
    );
  return (await Promise.all(sizes)).reduce((a, b) => a + b, 0);
}
