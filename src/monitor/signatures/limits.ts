import type { Streams } from "./streams.js";

/** Deviations of S by itself, nats, from which on the names were found to be less good, and much less. */
const WANDERING = 0.15;
const AS_THE_PAPER = 0.6;

/**
 * What a name is worth, in words: the shares are of made runs of known cause, of which half was held out
 * (docs/design/failure-signatures.md).
 *
 * @param wander by how much S may have wandered by itself over its rise, nats.
 */
export function limitsOf({ lambdaMax, divergence, proxy, work, alone }: Streams, wander: number): string[] {
  return [
    ...wandering(wander),
    ...(lambdaMax || divergence || proxy
      ? work && alone
        ? []
        : [
            "Without the work that is applied and runs of each source alone, 80% of made runs were named rightly, most others not at all.",
          ]
      : ["From S and fidelity alone 40% of made runs were named rightly, most others not at all."]),
  ];
}

function wandering(wander: number): string[] {
  if (wander < WANDERING) return [];
  const by = `S may have wandered by ${wander.toPrecision(2)} nats of itself`;
  return [
    wander < AS_THE_PAPER
      ? `${by}: of made runs like that 74% were named rightly in the worst kind, and 4% of the stable ones called a failure.`
      : `${by}, as at the noise of the paper's equation: there the worst kind was named rightly in no more than 42%, and 44% of stable runs were called a failure.`,
  ];
}
