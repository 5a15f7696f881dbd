import { type ArraySize, product, tooLarge } from "../array-sizes.js";
import type { Execution } from "../execution.js";
import {
  above,
  atLeast,
  distinct,
  each,
  execution,
  notEmpty,
  positives,
  problemIn,
  whole,
  wholes,
} from "../parameter-checks.js";
import { build, cells } from "./networks.js";

/** Every number of the experiment; the defaults are its sample size. */
export type ValidateLambdaParameters = typeof validateLambdaDefaults;

export const validateLambdaDefaults = {
  seeds: 3,
  /** Hidden units of the network 64-width-10. */
  mlpWidths: [32, 128, 512],
  mlpRates: [0.05, 0.1, 0.2],
  /** Channels of the first of two convolutions on 8 x 8 inputs; the second has twice as many. */
  cnnWidths: [4, 8, 16],
  cnnRates: [0.05, 0.1, 0.2],
  /** Width of the hidden states; 2 blocks of 4 heads. */
  transformerWidths: [16, 32, 64],
  transformerRates: [0.1, 0.2, 0.4],
  /** Steps of each phase. */
  learningSteps: 300,
  shiftedSteps: 300,
  /** Steps between measurements. */
  measureEvery: 50,
  /** Examples of a training batch, and texts of one for the transformer, whose texts have 16 tokens of 32. */
  batch: 64,
  texts: 16,
  /** Examples, and texts, behind the curvature: drawn once a phase, so that what moves is the network. */
  curvatureExamples: 512,
  curvatureTexts: 32,
  /** Products with random vectors behind the trace. */
  probes: 8,
  /** Range of lambda_max that the paper assumes. */
  assumed: [1, 3],
  /** The paper's safety margin: lambda_max that stays within this factor is covered by it. */
  margin: 1.5,
  /** "auto" (natively where possible), "native" or "wasm". */
  execution: "auto" as Execution,
};

const COUNTS = [
  "seeds",
  "learningSteps",
  "shiftedSteps",
  "measureEvery",
  "batch",
  "texts",
  "curvatureExamples",
  "curvatureTexts",
  "probes",
] as const;
/** Places of the first convolution's maps, and hidden numbers of a text for each of the transformer's width. */
const PLACES = 16;
const STATES = 64;
const WIDTHS = ["mlpWidths", "cnnWidths", "transformerWidths"] as const;
const RATES = ["mlpRates", "cnnRates", "transformerRates"] as const;

/** What is wrong with `parameters`, or undefined. */
export function problem(p: ValidateLambdaParameters): string | undefined {
  const lists = [...WIDTHS, ...RATES];
  const wrong = problemIn(
    p,
    each(COUNTS, whole()),
    each(WIDTHS, wholes),
    each(RATES, positives),
    each(lists, notEmpty),
    each(lists, distinct),
    { probes: atLeast(2), assumed: positives, margin: above(1), execution },
  );
  if (wrong !== undefined) return wrong;
  if (p.transformerWidths.some((width) => width % 4 !== 0))
    return `transformerWidths must be multiples of 4, one share for each head, got ${JSON.stringify(p.transformerWidths)}`;
  const [low, high] = p.assumed;
  if (p.assumed.length !== 2 || low! >= high!)
    return `assumed must be [low, high] with 0 < low < high, got ${JSON.stringify(p.assumed)}`;
  const sizes = { ...p, places: PLACES, states: STATES };
  return tooLarge(
    ...cells(p).map(({ architecture, width }): ArraySize => {
      const { size } = build(architecture, width).layout;
      return [`weights at width ${width}`, size];
    }),
    ...(["batch", "curvatureExamples"] as const).flatMap((inputs) => [
      product(p, inputs, "mlpWidths"),
      product(sizes, inputs, "cnnWidths", "places"),
    ]),
    product(sizes, "texts", "transformerWidths", "states"),
    product(sizes, "curvatureTexts", "transformerWidths", "states"),
  );
}
