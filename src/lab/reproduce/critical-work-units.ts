import { explorationProduction } from "../../law/index.js";
import { type Claim, exactly, short } from "./claim.js";
import type { Setting } from "./setting.js";

/**
 * gamma_crit should equal the production that it is to balance. Reproduced where one reading of
 * sigma_expl = (eta lambda_max / 2) Tr(Sigma) comes within 10% of it; inconsistent otherwise.
 */
export function criticalWorkUnits({ parameters, criticalWork, production }: Setting): Claim {
  const { learningRate, lambdaMax, parameterCount, noise } = parameters;
  const everyDirection = explorationProduction(learningRate, lambdaMax, parameterCount * noise);
  const fewDirections = explorationProduction(learningRate, lambdaMax, Math.log(parameterCount) * noise);
  const agrees = [everyDirection, fewDirections].some((sigma) => Math.abs(criticalWork / sigma - 1) <= 0.1);
  return {
    id: "critical-work-units",
    claim: "gamma_crit is the work rate that balances the entropy production of the paper's own formula.",
    paper: "gamma_crit = (lambda_max / 2) ln N balances sigma = (eta lambda_max / 2) Tr(Sigma)",
    measured: {
      ...exactly(criticalWork / fewDirections, "gamma_crit over sigma with Tr(Sigma) = sigma_eps^2 ln N"),
      criticalWork,
      productionOverEveryDirection: everyDirection,
      productionOverFewDirections: fewDirections,
      productionInSimulation: production,
      criticalOverEveryDirection: criticalWork / everyDirection,
      criticalOverSimulation: criticalWork / production,
    },
    verdict: agrees ? "reproduced" : "inconsistent",
    why:
      `Tr(Sigma) = N sigma_eps^2 makes sigma ${short(everyDirection)} nats per step, Tr(Sigma) = sigma_eps^2 ln N makes it ` +
      `${short(fewDirections)} = eta sigma_eps^2 gamma_crit, and the simulation runs on ${short(production)}: gamma_crit = ` +
      `${short(criticalWork)} is ${short(criticalWork / everyDirection, 2)}, ${short(criticalWork / fewDirections, 2)} and ` +
      `${short(criticalWork / production, 2)} times these. It holds neither eta nor the noise.`,
  };
}
