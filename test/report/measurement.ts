import { type MeasureResult, measureResultSchema } from "../../src/contracts/index.js";

const estimate = (value: number, half: number) => ({
  value,
  lower: Math.max(0, value - half),
  upper: value + half,
  level: 0.95,
  method: "a method",
  n: 50,
  covers: "sampling of labels",
});

export interface MeasureCase {
  readonly shares?: Record<string, number>;
  readonly intended?: string | null;
  /** S of each window; null is a gap. */
  readonly windows?: readonly (number | null)[];
  readonly by?: "observations" | "time";
  readonly crossChecks?: MeasureResult["crossChecks"];
}

/** A measurement that comes out as told. */
export function measured({
  shares = { help: 0.9, flatter: 0.08, lie: 0.02 },
  intended = "help",
  windows,
  by = "observations",
  crossChecks = null,
}: MeasureCase): MeasureResult {
  const fidelity = intended === null ? null : estimate(shares[intended] ?? 0, 0.05);
  const size = by === "time" ? 3600 : 10;
  return measureResultSchema.parse({
    command: "measure",
    version: "0.1.0",
    source: "labels.csv",
    input: "labels",
    seed: 1,
    level: 0.95,
    estimator: { name: "nsb", source: "Nemenman et al. 2002" },
    interval: "posterior",
    observations: 50,
    goals: Object.keys(shares).length,
    entropy: estimate(0.3, 0.1),
    maximumEntropy: Math.log(Object.keys(shares).length),
    relativeEntropy: estimate(0.27, 0.1),
    distribution: Object.entries(shares).map(([goal, share]) => ({
      goal,
      count: Math.round(50 * share),
      probability: estimate(share, 0.05),
    })),
    intended,
    fidelity,
    divergence: fidelity && {
      ...estimate(0.1, 0.05),
      value: fidelity.value === 0 ? null : 0.1,
      upper: fidelity.lower === 0 ? null : 0.15,
      reason: fidelity.value === 0 ? "infinite: the intended goal was never observed" : null,
    },
    windowing: windows ? { by, size } : null,
    windows: windows
      ? windows.map((entropy, i) => ({
          start: (by === "time" ? 1_767_600_000 : 1) + size * i,
          end: (by === "time" ? 1_767_600_000 : 1) + size * (i + 1),
          label: `window ${i}`,
          observations: entropy === null ? 0 : 10,
          entropy: entropy === null ? null : estimate(entropy, 0.1),
          fidelity: entropy === null || intended === null ? null : estimate(0.8, 0.1),
          divergence: null,
          distribution: [],
          notes: entropy === null ? ["No observations."] : [],
        }))
      : null,
    crossChecks,
    notes: ["K counts the goals that occurred."],
  });
}
