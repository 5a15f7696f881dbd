import { describe, expect, it } from "vitest";
import { interaction } from "./interaction.js";
import { lawInteraction } from "./law.js";
import { type FactorialParameters, factorialDefaults, noises, problem } from "./parameters.js";
import { summarise } from "./summarise.js";
import { type Cell, cells, type FactorialTrial } from "./trial.js";

/** Trials whose rises are sums of what each factor does, plus what noise and gaming do together. */
interface Effects {
  readonly nats: number;
  readonly logOdds: number;
}
const noiseless: Effects = { nats: 0, logOdds: 0 };

function trials(together: (noise: string) => Effects, spread = 0.01, seeds = 24): FactorialTrial[] {
  return Array.from({ length: seeds }, (_, seed) => ({
    seed,
    criticalWork: 2,
    cells: cells.map((cell: Cell, k) => {
      const wobble = spread * Math.sin(7 * seed + 3 * k);
      const [noisy, gamed] = [cell.noise === "none" ? 0 : 1, cell.gaming ? 1 : 0];
      const both = noisy * gamed === 1 ? together(cell.noise) : noiseless;
      const rise = 0.1 * noisy + 0.3 * gamed + both.nats + wobble - (cell.work ? 0.05 : 0);
      return {
        ...cell,
        rise,
        earlyRise: rise,
        logOddsRise: 0.5 * noisy + gamed + both.logOdds + wobble,
        entropy: rise + 0.05,
        taskLoss: 1,
        divergedAt: null,
      };
    }),
  }));
}

const verdict = (together: (noise: string) => Effects, spread?: number, seeds?: number): string =>
  summarise(factorialDefaults, trials(together, spread, seeds)).verdict;

describe("the verdict of factorial follows its rule", () => {
  const strong = { nats: 0.2, logOdds: 0.6 };
  it.each<[string, (noise: string) => Effects]>([
    ["amplification", () => strong],
    ["amplification-in-part", (noise) => (noise === "rate" ? strong : noiseless)],
    ["no-amplification", () => noiseless],
    // A floor or ceiling of S alone is no amplification, and neither are odds that S does not show.
    ["no-amplification", () => ({ nats: 0.2, logOdds: 0 })],
    ["no-amplification", () => ({ nats: 0, logOdds: 0.6 })],
    ["no-amplification", () => ({ nats: -0.2, logOdds: -0.6 })],
    // At the smallest effect of interest nothing is decided.
    ["undecided", () => ({ nats: 0.05, logOdds: 0.2 })],
  ])("%s", (expected, together) => {
    expect(verdict(together)).toBe(expected);
  });

  it("decides nothing from one seed, or from seeds that differ too much", () => {
    expect(verdict(() => strong, 0.01, 1)).toBe("undecided");
    expect(verdict(() => strong, 2)).toBe("undecided");
  });
});

describe("the interaction", () => {
  it("is the rise with both, less that with each, plus that with none, over seeds", () => {
    for (const noise of noises) {
      const { figure, standing } = interaction(
        factorialDefaults,
        trials(() => ({ nats: 0.2, logOdds: -0.6 }), 0),
        noise,
        true,
        "rise",
      );
      expect(figure.value).toBeCloseTo(0.2, 12);
      expect(figure).toMatchObject({ n: 24, covers: "seeds", unit: "nat" });
      expect(standing).toBe("amplified");
    }
  });

  it("leaves out a seed in which one of its cells diverged", () => {
    const [first, ...rest] = trials(() => noiseless);
    const broken = {
      ...first!,
      cells: first!.cells.map((cell) =>
        cell.noise === "batch" && cell.gaming ? { ...cell, rise: null, divergedAt: 25 } : cell,
      ),
    };
    const of = (noise: "batch" | "rate") =>
      interaction(factorialDefaults, [broken, ...rest], noise, false, "rise").figure;
    expect(of("batch")).toMatchObject({ n: 23, covers: "seeds; 1 of 24 have no value" });
    expect(of("rate")).toMatchObject({ n: 24, covers: "seeds" });
  });

  // theory.md section 2: 1.6754 - 2 x 1.2108 + 0.8341.
  it("of the paper's equation is its wall's", () => {
    const { law_interaction, law_interaction_early, law_interaction_without_wall } = lawInteraction();
    expect(law_interaction?.value).toBeCloseTo(0.088, 3);
    expect(law_interaction_early?.value).toBeGreaterThan(0);
    expect(law_interaction_early?.value).toBeLessThan(law_interaction?.value as number);
    expect(law_interaction_without_wall?.value).toBe(0);
  });
});

it("reports what each factor does alone", () => {
  const { summary, charts, findings } = summarise(
    factorialDefaults,
    trials(() => noiseless, 0),
  );
  expect(summary.effect_batch?.value).toBeCloseTo(0.1, 12);
  expect(summary.effect_gaming?.value).toBeCloseTo(0.3, 12);
  expect(summary.effect_work?.value).toBeCloseTo(-0.05, 12);
  for (const { figure, chart } of findings!) {
    expect(summary).toHaveProperty(figure);
    if (chart !== undefined) expect(charts!.map(({ id }) => id)).toContain(chart);
  }
});

it.each<[Partial<FactorialParameters>, string]>([
  [{ noiseFactor: 7 }, "batch must be a multiple of noiseFactor"],
  [{ driftSteps: 100 }, "driftSteps must be a multiple of 4 x noiseFactor = 32, got 100"],
  [{ proxyShare: 0.3 }, "proxyShare of the smallest batch, 8, must be whole, got 0.3"],
  [{ proxyShare: 0 }, "proxyShare must be above 0"],
  [{ proxyAgreement: [1] }, "proxyAgreement must list 4 probabilities"],
  [{ seeds: 1.5 }, "seeds must be a whole number from 1 to 1000000, got 1.5"],
  [{ execution: "gpu" as never }, "execution must be auto, native or wasm"],
])("refuses %j", (changed, message) => {
  expect(problem({ ...factorialDefaults, ...changed })).toContain(message);
});
