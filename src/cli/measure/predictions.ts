/** Goals behind the labels of a classifier whose errors are known from a calibration set. */
import type { CrossCheck } from "../../contracts/index.js";
import {
  type AdjustedCounts,
  adjustedCounts,
  type Confusion,
  confusion,
  estimatePrevalence,
  labelShift,
} from "../../goals/index.js";
import type { CalibrationCounts } from "../../ingest/index.js";
import type { RandomStream } from "../../numeric/index.js";
import { intendedFirst } from "./intended.js";
import type { Figures, Method } from "./method.js";
import { sentence } from "./mixture.js";
import { prevalenceFigures } from "./prevalence.js";
import { Tally, Vocabulary } from "./tally.js";

export interface PredictionSettings {
  readonly calibration: CalibrationCounts;
  readonly level: number;
  readonly intended?: string | undefined;
}

export function predictionMethod({
  calibration,
  level,
  intended,
}: PredictionSettings): Method<string, Tally> {
  const goals = intendedFirst(calibration.classes, intended, "the classes of --confusion");
  const labels = [...goals, ...calibration.labels.filter((label) => !goals.includes(label))];
  const matrix = confusion(inOrder(calibration, labels, goals), goals.length);
  const vocabulary = new Vocabulary(labels, "the labels of --confusion");
  return {
    input: "predictions",
    interval: "posterior",
    insufficient: () => "no labels",
    newSample: () => new Tally(vocabulary),
    measurer: () => ({
      goals,
      intended,
      notes: [
        "count: labels as the classifier gave them.",
        intended === undefined ? "Fidelity and divergence need the intended goal: --intended NAME." : "",
        ...contrary(matrix, goals),
        `The classifier is taken to err as on its ${matrix.items.reduce((a, b) => a + b, 0)} calibration items, whatever the prevalence.`,
      ].filter((note) => note !== ""),
      measure: ({ counts }, stream) => figures(matrix, counts, { names: goals, level, stream }),
    }),
  };
}

/** The counts with rows and columns in another order, [labels * classes]. */
function inOrder(
  { classes, labels: known, counts }: CalibrationCounts,
  labels: readonly string[],
  goals: readonly string[],
): number[] {
  return labels.flatMap((label) =>
    goals.map((goal) => counts[known.indexOf(label) * classes.length + classes.indexOf(goal)]!),
  );
}

function figures(
  matrix: Confusion,
  observed: readonly number[],
  options: { names: readonly string[]; level: number; stream: RandomStream },
): Figures | undefined {
  const prevalence = estimatePrevalence(matrix, observed, options);
  const fit = labelShift(matrix, observed);
  if (!prevalence || !fit) return undefined;
  const { weights, entropy, divergence, warnings } = prevalence;
  const posterior = { weights, entropy, divergence: { ...divergence, reason: null } };
  const square = matrix.labels === matrix.classes;
  const adjusted = square ? adjustedCounts(matrix, observed) : undefined;
  return prevalenceFigures(posterior, fit, {
    estimator: {
      name: "label-shift",
      source:
        "EM under label shift (Saerens, Latinne & Decaestecker 2002); intervals by Gibbs sampling of prevalence and confusion matrix",
    },
    counts: observed.slice(0, matrix.classes),
    crossChecks: adjusted ? crossChecks(adjusted, observed) : [],
    notes: [
      ...warnings.map(sentence),
      square ? "" : "Labels that are no class leave no cross-check by matrix inversion.",
      adjusted?.message === undefined ? "" : sentence(adjusted.message),
    ].filter((note) => note !== ""),
  });
}

/** Goals whose items got another goal's label more often than their own, as names or axes mixed up would have it. */
const contrary = ({ counts, classes }: Confusion, goals: readonly string[]): string[] =>
  goals.flatMap((goal, c) => {
    const usual = goals.reduce(
      (most, _, i) => (counts[i * classes + c]! > counts[most * classes + c]! ? i : most),
      c,
    );
    if (usual === c) return [];
    return [
      `In calibration '${goal}' was called '${goals[usual]}' more often than '${goal}': are the names and the axes of --confusion the right way round?`,
    ];
  });

function crossChecks({ inverse, projected }: AdjustedCounts, observed: readonly number[]): CrossCheck[] {
  const total = observed.reduce((a, b) => a + b, 0);
  return [
    {
      method: "adjusted counts",
      source: "inverse of the confusion matrix, projected on the simplex (Forman 2008)",
      probabilities: [...projected],
      note: null,
    },
    {
      method: "black box shift",
      source: "black box shift estimation (Lipton, Wang & Smola 2018), as it is",
      probabilities: [...inverse],
      note: inverse.some((p) => p < 0) ? "negative where sampling noise leads outside the simplex" : null,
    },
    {
      method: "classify and count",
      source: "shares of the labels, uncorrected",
      probabilities: observed.map((count) => count / total),
      note: "carries all of the classifier's errors",
    },
  ];
}
