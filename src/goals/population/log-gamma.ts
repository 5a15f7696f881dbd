import { normal, type RandomStream } from "../../numeric/index.js";

/**
 * Sampler of ln G, G ~ Gamma(shape, 1), for a shape that changes at every draw (numeric's fixes it): Marsaglia & Tsang
 * 2000 at shape + 1, then G(shape) = G(shape + 1) U^(1/shape), finite where G itself underflows.
 *
 * @param shape > 0, not checked.
 */
export function logGammaSampler(stream: RandomStream): (shape: number) => number {
  const gaussian = normal(stream);
  return (shape) => {
    const d = shape + 2 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = gaussian();
      const v = (1 + c * x) ** 3;
      if (v <= 0) continue;
      const logV = Math.log(v);
      if (Math.log(stream.uniformOpen()) < 0.5 * x * x + d * (1 - v + logV))
        return Math.log(d) + logV + Math.log(stream.uniformOpen()) / shape;
    }
  };
}
