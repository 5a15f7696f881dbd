/**
 * An alignment energy E_a(theta): what alignment work pulls down. One contract: value, gradient, and the proximal
 * map by which a training step applies work w = eta gamma without a stability limit on w.
 */
export interface AlignmentEnergy {
  readonly name: string;
  /** E_a(theta), given the reference theta*. */
  value(theta: ArrayLike<number>, reference: ArrayLike<number>): number;
  /** grad E_a(theta). */
  gradient(theta: ArrayLike<number>, reference: ArrayLike<number>): Float64Array;
  /** argmin_x |x - theta|^2 / 2 + work x E_a(x): one implicit gradient step. */
  proximal(theta: ArrayLike<number>, reference: ArrayLike<number>, work: number): Float64Array;
}

/** E_a = |theta - theta*|^2 / 2: keep the parameters near the aligned ones. */
export const l2Energy: AlignmentEnergy = {
  name: "l2",
  value(theta, reference) {
    let total = 0;
    for (let i = 0; i < theta.length; i++) total += ((theta[i] as number) - (reference[i] as number)) ** 2;
    return total / 2;
  },
  gradient: (theta, reference) => Float64Array.from(theta, (x, i) => x - (reference[i] as number)),
  proximal: (theta, reference, work) =>
    Float64Array.from(theta, (x, i) => (x + work * (reference[i] as number)) / (1 + work)),
};
