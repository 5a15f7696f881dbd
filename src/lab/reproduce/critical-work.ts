import { type Claim, exactly } from "./claim.js";
import { reported, type Setting } from "./setting.js";

/** Reproduced where margin x gamma_crit rounds to the paper's gamma. */
export function criticalWorkClaim({ parameters, criticalWork }: Setting): Claim {
  const { margin, lambdaMax, parameterCount } = parameters;
  const work = margin * criticalWork;
  const agrees = Math.abs(work - reported.work) <= 0.05;
  return {
    id: "critical-work",
    claim: "gamma_crit = (lambda_max / 2) ln N, and alignment work is 1.5 times that, 20.4.",
    paper: `${reported.work} = 1.5 gamma_crit`,
    measured: { ...exactly(work, "margin x (lambda_max / 2) ln N"), criticalWork },
    verdict: agrees ? "reproduced" : "refuted",
    why:
      `lambda_max ${lambdaMax} and N ${parameterCount.toExponential(0)} give gamma_crit = ${criticalWork.toFixed(4)}, ` +
      `times ${margin} = ${work.toFixed(4)}: the arithmetic ${agrees ? "agrees" : "does not agree"} with ${reported.work}.`,
  };
}
