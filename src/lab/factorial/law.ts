import type { Figure } from "../../contracts/index.js";
import { discreteWalkLaw } from "../../law/index.js";
import { paperParameters } from "../reproduce/setting.js";

/**
 * The interaction of the paper's two sources in its own equation, exactly: each source is half of sigma, so that it is
 * E[S] with both, less twice that with one, plus that with none. Without the wall at 0, E[S] = start + (sigma - gamma) T:
 * what is left there is the sources', the rest is the wall's.
 */
export const lawInteraction = (): Interactions => {
  solved ??= solve();
  return solved;
};

type Interactions = Readonly<Record<string, Figure>>;
/** Nothing in it varies: solved once. */
let solved: Interactions | undefined;

function solve(): Interactions {
  const { learningRate, lambdaMax, noise, start, steps } = paperParameters;
  const production = learningRate * lambdaMax;
  const walked = (time: number) => (drift: number) => discreteWalkLaw({ start, drift, noise }, time).mean;
  const of = (mean: (drift: number) => number, work = 0): Figure => {
    const [none, one, both] = [0, production / 2, production].map((sigma) => mean(sigma - work)) as [
      number,
      number,
      number,
    ];
    return {
      value: both - 2 * one + none,
      lower: null,
      upper: null,
      unit: "nat",
      method: "law of the clipped walk",
      n: 0,
      covers: "nothing random",
    };
  };
  return {
    law_interaction: of(walked(steps)),
    law_interaction_early: of(walked(steps / 4)),
    law_interaction_work: of(walked(steps), production / 2),
    law_interaction_without_wall: { ...of((drift) => drift * steps), method: "mean of the free walk" },
  };
}
