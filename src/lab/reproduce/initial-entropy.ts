import { xlogx } from "../../numeric/index.js";
import { type Claim, exactly, short } from "./claim.js";
import { reported, type Setting } from "./setting.js";

/** Reproduced where S of the two starting probabilities is within one unit of the paper's last digit. */
export function initialEntropy({ parameters: { intendedProbability: p } }: Setting): Claim {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`intendedProbability must lie in [0, 1], got ${p}`);
  const entropy = -xlogx(p) - xlogx(1 - p);
  const agrees = Math.abs(entropy - reported.initialEntropy) <= 0.01;
  return {
    id: "initial-entropy",
    claim: "A system that pursues the intended goal with probability 0.9 starts at S = 0.32 nats.",
    paper: `${reported.initialEntropy} nats`,
    measured: exactly(entropy, "-sum p ln p of two goals"),
    verdict: agrees ? "reproduced" : "refuted",
    why:
      `Two goals with probabilities ${p} and ${short(1 - p)} have S = ${entropy.toFixed(4)} nats, ` +
      `${agrees ? "within" : "more than"} one unit of the last digit ${agrees ? "of" : "from"} ${reported.initialEntropy}.`,
  };
}
