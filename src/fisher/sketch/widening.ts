/**
 * What the projection S of a sketch does to the top eigenvalue: F~ = S F S', of which the sketches are samples, against
 * F, of which the gradients are. With v the top eigenvector of F and m the dimension,
 *
 *     lambda_max(F~) >= lambda_max(F) |S v|^2,      E |S v|^2 = 1,  Var |S v|^2 <= 2 / m,
 *
 * so that, by Cantelli's inequality and whatever v is, lambda_max(F) <= lambda_max(F~) / (1 - e) with probability at
 * least 1 - a for e = sqrt(2 / m (1/a - 1)). The other side is how much noise S adds to the top: for a Gaussian S
 *
 *     sqrt lambda_max(F~) <= sqrt lambda_max(F) (1 + z / sqrt m) + sqrt(tr F / m)     [Gordon 1985; Vershynin 2018, 7.3]
 *
 * with z the normal quantile of 1 - a. S is sparse: two entries that share one of their buckets have a product of 1 over
 * the nonzeros of a column, which shows where few entries carry a gradient, so lambda_max(F) times that is added. That
 * this covers, also there, is checked by simulation (widening.test.ts), not proved.
 */
import { normalQuantile } from "../../numeric/index.js";
import { sketchNonzeros } from "./projection.js";

/** lambda_max of the gradients over that of the sketches lies in [lower, upper], and tr F over that of F~ in `trace`. */
export interface SketchWidening {
  readonly lower: number;
  readonly upper: number;
  readonly trace: { readonly lower: number; readonly upper: number };
  readonly level: number;
  readonly method: string;
}

/**
 * @param dimension m of the sketches.
 * @param traceOverTop tr F~ / lambda_max(F~), at least 1; an overestimate only widens.
 * @param level probability of each pair of factors, over the draw of the projection.
 * @throws RangeError where `dimension` is too small to bound anything at `level`.
 */
export function sketchWidening(dimension: number, traceOverTop: number, level: number): SketchWidening {
  if (!(traceOverTop >= 1)) throw new RangeError(`traceOverTop must be at least 1, got ${traceOverTop}`);
  if (!(level > 0 && level < 1)) throw new RangeError(`level must be between 0 and 1, got ${level}`);
  const missed = (1 - level) / 2;
  const spread = Math.sqrt((2 / dimension) * (1 / missed - 1));
  if (!(spread < 1)) {
    const needed = Math.ceil(2 * (1 / missed - 1));
    throw new RangeError(
      `sketches of dimension ${dimension} bound nothing at level ${level}; expected more than ${needed}`,
    );
  }
  const stretch = 1 + normalQuantile(1 - missed) / Math.sqrt(dimension);
  return {
    lower: 1 / inflation(stretch, traceOverTop / dimension),
    upper: 1 / (1 - spread),
    trace: { lower: 1 / (1 + spread), upper: 1 / (1 - spread) },
    level,
    method: "sparse sign projection: Cantelli's inequality above, Gordon's for Gaussian projections below",
  };
}

/**
 * The largest r = lambda_max(F~) / lambda_max(F) that the bound allows. tr F / lambda_max(F) is r tr F~ / lambda_max(F~),
 * so that r = (stretch + sqrt(noise r))^2 + 1 / nonzeros; infinite where the noise alone could be all there is.
 */
function inflation(stretch: number, noise: number): number {
  let present = 1;
  for (;;) {
    const next = (stretch + Math.sqrt(noise * present)) ** 2 + 1 / sketchNonzeros;
    if (next > 1e6) return Infinity;
    if (next <= present * (1 + 1e-12)) return next;
    present = next;
  }
}
