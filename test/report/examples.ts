/** Results of every experiment with a page of its own, made up: small, in every shape that the pages must survive. */
import {
  type CalibrateEntropyResult,
  type ExperimentResult,
  type FisherResult,
  fisherResultSchema,
  type LambdaBracketResult,
  type TauBenchResult,
  type ValidateLambdaResult,
  type WikispeediaResult,
} from "../../src/contracts/index.js";

const about = {
  version: "1",
  seed: 1,
  parameters: {},
  question: "Is it so?",
  rule: "so: it is.",
  why: "It is.",
  summary: {},
};
const around = (value: number, half: number) => ({ value, lower: value - half, upper: value + half });
const share = (value: number) => ({
  value,
  lower: Math.max(0, value - 0.02),
  upper: Math.min(1, value + 0.02),
});

export const calibration = (): CalibrateEntropyResult => ({
  ...about,
  experiment: "calibrate-entropy",
  verdict: "calibrated",
  summary: {
    coverage95_min: share(0.94),
    coverage95_max: share(0.96),
    cells: { value: 24, lower: null, upper: null },
  },
  series: [2, 20].flatMap((goals) =>
    [1.6, 4].flatMap((beta) =>
      ["drawn", "equal"].flatMap((population) =>
        [10, 100, 10_000].map((episodes) => ({
          goals,
          beta,
          population,
          episodes,
          replications: 1000,
          coverage95: share(0.95),
          coverage80: share(0.8),
          laplaceCoverage95: share(0.9),
          bias: 0.1 / episodes,
          biasError: 0.01,
          rootMeanSquare: 0.1,
          width95: goals / Math.sqrt(episodes),
          width80: goals / Math.sqrt(2 * episodes),
          reason: episodes === 10 ? "too few episodes" : null,
        })),
      ),
    ),
  ),
});

export function wikispeedia(): WikispeediaResult {
  const side = (gain: number) => ({
    entropy: around(3 - gain, 0.1),
    top1: share(0.05 + gain / 4),
    logloss: around(3 - gain, 0.1),
  });
  const stages = [0, 1, 2, 3].map((clicks) => ({
    stage: `after_${clicks}`,
    paths: 100,
    ours: side(clicks / 1.5),
    baseline: side(clicks / 3),
  }));
  const nobody = { value: null, lower: null, upper: null };
  return {
    ...about,
    experiment: "wikispeedia",
    verdict: "beats-distance",
    parameters: { candidates: 20 },
    summary: { top1_after_3: { ...share(0.55), unit: "1" }, ece: share(0.02) },
    series: {
      stages: [
        ...stages,
        {
          stage: "after_4",
          paths: 0,
          ours: { entropy: nobody, top1: nobody, logloss: nobody },
          baseline: { entropy: nobody, top1: nobody, logloss: nobody },
        },
        ...stages.slice(1).map((stage, i) => ({ ...stage, stage: `${i + 1}_left` })),
        { ...stages[3]!, stage: "every_click" },
      ],
      calibration: [
        { judgements: 10, confidence: 0.1, accuracy: share(0.12) },
        { judgements: 0, confidence: null, accuracy: nobody },
        { judgements: 1, confidence: 0.9, accuracy: { value: 1, lower: null, upper: null } },
      ],
      features: ["log_links", "category_similarity"],
      contexts: [],
      learned: [{ weights: [0.3, -1.2], standardErrors: [0.1, 0.4] }],
    },
  };
}

export function tauBench(goal = "refund"): TauBenchResult {
  const goals = [goal, "book", "cancel"];
  const estimate = (value: number) => ({
    ...share(value),
    level: 0.95,
    method: "Gibbs",
    n: 4,
    covers: "runs",
  });
  return {
    ...about,
    experiment: "tau-bench",
    verdict: "related",
    summary: {
      auc: { ...share(0.7), level: 0.95 },
      fidelity_success: share(0.8),
      top1_of_20_matched: share(0.7),
    },
    series: {
      tasks: goals.map((intended, task) => ({
        task,
        intended,
        runs: 2,
        successes: task,
        entropy: { ...estimate(0.5 + task), upper: 3 },
        fidelity: estimate(0.5),
        warnings: [],
      })),
      runs: goals.flatMap((intended, task) =>
        [true, false].map((success) => ({
          task,
          success,
          calls: 3,
          intended,
          inferred: success ? intended : "none of these",
          fidelity: success ? 0.9 : 0.1,
          entropy: 0.4,
        })),
      ),
    },
  };
}

export const validateLambda = (): ValidateLambdaResult => ({
  ...about,
  experiment: "validate-lambda",
  verdict: "assumption-fails",
  parameters: { assumed: [1, 3], margin: 1.5 },
  summary: { lambda_max_mlp: around(5, 1), movement_cnn: around(3, 1) },
  series: (["mlp", "cnn", "transformer"] as const).flatMap((architecture) =>
    [8, 32].flatMap((width) =>
      [0.1, 0.2].map((rate) => ({
        architecture,
        label: `${architecture} ${width}`,
        width,
        rate,
        parameterCount: 1000 * width,
        points: [0, 50, 100, 100, 150, 200].map((step, i) => {
          const top = around((1 + step / 50) * (width / 8) ** 0.5, 0.4);
          return {
            step,
            phase: i < 3 ? ("learning" as const) : ("shifted" as const),
            loss: around(2 - step / 200, 0.1),
            fisherMax: top,
            hessianMax: top,
            trace: around(20, 2),
            effectiveDimension: around(6, 1),
            criticalWork: around(4 * top.value, 1),
          };
        }),
        runs: [1, 2].map((seed) => ({ seed, fisherMax: 2 + seed, movement: 4 + seed, inRange: 0.5 })),
      })),
    ),
  ),
});

export function lambdaBracket(): LambdaBracketResult {
  const spread = (p50: number) => ({ p5: p50 / 1.5, p50, p95: p50 * 1.5 });
  return {
    ...about,
    experiment: "lambda-bracket",
    verdict: "holds",
    summary: { coverage_spiked: share(0.97) },
    series: (["spiked", "heavy-tailed"] as const).flatMap((family) =>
      [32, 512].map((rows) => ({
        family,
        spectrum: "spike 50 in 20,000 dimensions",
        rows,
        lambdaMax: 50,
        replications: 500,
        coverage: share(0.97),
        coverageTwoSided: family === "spiked" ? share(0.96) : null,
        missedBelow: 0.01,
        missedAbove: 0.02,
        oneSided: family === "spiked" ? 0 : 1,
        lowerLimit: spread(0.6),
        upperLimit: family === "spiked" ? spread(1.6) : null,
        bracketLower: share(0.7),
        bracketUpper: around(1.4, 0.1),
        noiseReduction: spread(1.05),
        spikedModel: null,
        undetected: 0,
        pointForbidden: 0.1,
        noiseReductionAllowed: null,
      })),
    ),
  };
}

/** With a heavy tail there is no upper limit and no point estimate. */
export function fisher(heavy = false, file = "grads/0.safetensors"): FisherResult {
  const limits = (value: number) => ({
    value,
    lower: value / 2,
    upper: heavy ? null : value * 2,
    noUpper: heavy ? "the tail forbids it" : null,
    level: 0.95,
    method: "two-half bracket",
    n: 200,
    covers: "fresh gradients",
  });
  const reasons = heavy ? ["one gradient carries the top direction"] : [];
  const trace = { ...around(20_000, 500), level: 0.95, method: "mean", n: 200, covers: "fresh gradients" };
  return fisherResultSchema.parse({
    command: "fisher",
    version: "0.1.0",
    seed: 1,
    level: 0.95,
    sources: [file],
    input: "gradients",
    matrix: "empirical Fisher",
    samples: 200,
    columns: 20_000,
    parameters: 20_000,
    tensors: [{ name: file, entries: 20_000 }],
    layers: null,
    splits: 20,
    lambdaMax: limits(60),
    bracket: { lower: 34, upper: 113 },
    tail: {
      kurtosis: 3,
      effectiveRows: 70,
      leadingShare: 0.03,
      leadingRow: 4,
      withoutLeadingRow: 0.9,
      againstPoint: reasons,
      againstUpper: reasons,
    },
    points: [
      {
        name: "noise reduction",
        source: "Yata & Aoshima 2012",
        value: heavy ? null : 53,
        reason: heavy ? "heavy tail" : null,
      },
    ],
    criticalWork: limits(300),
    trace,
    traceOverTop: limits(330),
    effectiveDimensions: [{ ridge: 1, lower: 40, upper: 52 }],
    eigenvalues: [...Array.from({ length: 199 }, (_, i) => 113 / (1 + i)), 0],
    density: Array.from({ length: 12 }, (_, i) => ({
      from: 1.5 ** i,
      to: 1.5 ** (i + 1),
      share: i === 11 ? 0.005 : 0.09,
      noise: heavy ? null : 0.12 - i / 100,
    })),
    curve: [25, 50, 100, 200].map((samples) => ({
      samples,
      lower: 20 + samples / 15,
      upper: 50 + 12_500 / samples,
    })),
    settling: heavy
      ? null
      : { target: 1.2, ratio: 3.3, fewest: 2000, most: 8000, message: "about 2000 to 8000 gradients in all" },
    sketch: null,
    execution: "typed arrays",
    notes: [],
  } satisfies FisherResult);
}

/** Every experiment that has charts of its own and an example here. */
export const experiments: readonly (() => ExperimentResult)[] = [
  calibration,
  wikispeedia,
  tauBench,
  validateLambda,
  lambdaBracket,
];
