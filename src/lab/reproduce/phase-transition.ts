import { type Claim, exactly, short } from "./claim.js";
import { reported, type Setting } from "./setting.js";

/** Multiples of sigma at which the law of S is solved. */
const PRODUCTION_SCAN = [0, 0.5, 1, 10, 100];

/**
 * Reproduced where dS/dt = sigma - gamma changes sign inside the paper's scan, 0.8 to 2 times gamma_crit, and S differs
 * by a printed digit (0.01) between the two ends of it; refuted otherwise.
 */
export function phaseTransition(setting: Setting): Claim {
  const { production, criticalWork } = setting;
  const scan = reported.scan.map((multiple) => {
    const walk = setting.walk(production, multiple * criticalWork);
    return { run: setting.simulate(`scan ${multiple}`, walk).mean.value, law: setting.law(walk).mean };
  });
  const balance = PRODUCTION_SCAN.map(
    (multiple) => setting.law(setting.walk(production, multiple * production)).mean,
  );
  const ends = [scan.at(0)!.law, scan.at(-1)!.law] as const;
  const inside =
    production >= reported.scan[0] * criticalWork && production <= reported.scan[3] * criticalWork;
  const differs = Math.abs(ends[0] - ends[1]) >= 0.01;
  return {
    id: "phase-transition",
    claim: "Drift turns into stability at gamma = gamma_crit.",
    paper: `at gamma_crit (scan ${reported.scan.join(", ")} x gamma_crit)`,
    measured: {
      ...exactly(production, "gamma at which dS/dt = sigma - gamma is 0"),
      criticalWork,
      criticalWorkOverTransition: criticalWork / production,
      scanMultiples: reported.scan,
      scanRunMeans: scan.map(({ run }) => run),
      scanExactMeans: scan.map(({ law }) => law),
      productionMultiples: PRODUCTION_SCAN,
      productionExactMeans: balance,
    },
    verdict: inside && differs ? "reproduced" : "refuted",
    why:
      `dS/dt changes sign at gamma = sigma = ${short(production)} nats per step, ${short(criticalWork / production, 2)} times below ` +
      `gamma_crit = ${short(criticalWork)}. S ends at ${list(scan.map(({ law }) => law))} for ${list(reported.scan)} x gamma_crit, ` +
      `but at ${list(balance)} for ${list(PRODUCTION_SCAN)} x sigma.`,
  };
}

const list = (values: readonly number[]): string => values.map((x) => short(x)).join(", ");
