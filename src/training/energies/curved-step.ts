import { grad, jvp, numpy as np, tree } from "@jax-js/jax";
import type { Traced } from "../parameters.js";
import type { EnergyValue, WorkStep } from "./energy.js";
import { total } from "./l2.js";

/** No step of work moves the parameters by more than this share of their norm. */
export const RADIUS = 0.05;

/** Keeps 0 / 0 at the reference from being NaN; far below any gradient that counts, and a normal float32. */
const TINY = 1e-30;

/**
 * Alignment work for an energy without a closed proximal map: along the gradient g, to the minimum of the quadratic model
 * of |x - theta|^2 / 2 + w E(x),
 *
 *     theta <- theta - t g,   t = w / (1 + w |kappa|),   kappa = g' H g / g' g,   t |g| <= RADIUS |theta|.
 *
 * For the L2 energy this is its proximal map. For a quadratic energy no w overshoots: t is at most 1 / kappa, the minimum
 * along the line. The curvature costs one more gradient, by forward over reverse mode; where it is negative its size
 * still bounds the step, and the radius bounds it where both are small.
 */
export const curvedStep = (value: EnergyValue): WorkStep =>
  function alignmentWork(parameters: Traced, data: Traced, work: np.Array): Traced {
    const slope = (theta: Traced): Traced =>
      grad((at: Traced) => value(at, tree.ref(data as never) as Traced))(theta) as Traced;
    const gradient = slope(tree.ref(parameters as never) as Traced);
    const [again, curved] = jvp(
      slope as never,
      [tree.ref(parameters as never)] as never,
      [tree.ref(gradient as never)] as never,
    ) as unknown as [Traced, Traced];
    const squared = dot(gradient, gradient).add(TINY);
    const kappa = dot(gradient, curved).div(squared.ref);
    const wished = work.ref.div(work.mul(np.abs(kappa)).add(1));
    const farthest = np.sqrt(dot(parameters, parameters).div(squared)).mul(RADIUS);
    const length = np.minimum(wished, farthest);
    const move = (theta: np.Array, g: np.Array): np.Array => theta.sub(g.mul(length.ref));
    const next = tree.map(move as never, parameters as never, gradient as never);
    tree.dispose([again, curved, data, length] as never);
    return next as Traced;
  };

/** Inner product of two pytrees, which it leaves alone. */
function dot(a: Traced, b: Traced): np.Array {
  const multiply = (x: np.Array, y: np.Array): np.Array => x.ref.mul(y.ref).sum();
  return total(tree.map(multiply as never, a as never, b as never) as Traced);
}
