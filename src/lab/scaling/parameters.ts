import { initialEntropy } from "../../entropy/index.js";
import { type ArchitectureName, architectureNames } from "../architectures.js";
import { type ArraySize, product, tooLarge } from "../array-sizes.js";
import type { Execution } from "../execution.js";
import {
  above,
  type Check,
  distinct,
  each,
  enoughInputs,
  execution,
  notNegative,
  positives,
  problemIn,
  whole,
  wholes,
} from "../parameter-checks.js";
import { type Cell, networkOf } from "./networks.js";

/** Every number of the experiment; lists of rates have one for each architecture: MLP, CNN, transformer. */
export type ScalingParameters = typeof scalingDefaults;

export const scalingDefaults = {
  /** Seeds of each size. */
  seeds: 3,
  /** More seeds of the networks below `smallBelow` parameters, where they cost little. */
  extraSeeds: 3,
  smallBelow: 10_000,
  /** Hidden units of the network 64-width-10: 985 to 1,000,000 parameters. */
  mlpWidths: [13, 67, 400, 2667, 13_333],
  /** Channels of the first of two convolutions on 8 x 8 inputs; the second has twice as many: 920 to 1,007,000. */
  cnnWidths: [5, 14, 38, 103, 234],
  /** Width of the hidden states; one block of 4 heads: 1,336 to 1,015,808. */
  transformerWidths: [8, 16, 44, 124, 288],
  batch: 32,
  /** Learning rate of the alignment phase, in units of 1 / lambda_max of the untrained network. */
  alignmentRates: [0.8, 0.8, 0.5],
  /** S at which the alignment phase ends, nats, and its largest number of steps. */
  alignedEntropy: 0.2,
  alignmentSteps: 4000,
  /** Learning rate of the drift, in units of 1 / lambda_max of the aligned network. */
  driftRates: [0.1, 0.1, 0.005],
  driftSteps: 200,
  /** Measurements of S over the second half of the drift, whose mean is the late S. */
  lateMeasurements: 5,
  conflictInputs: 500,
  /** Inputs behind the Fisher matrix. */
  fisherInputs: 256,
  /** Entropy to hold, nats: the paper's start, fidelity 0.9 with the rest spread evenly over the other goals. */
  target: initialEntropy(5, 0.9),
  /** The search steps by this factor until gamma is bracketed, at most `expansions` times, then halves ln gamma. */
  expansion: 4,
  expansions: 8,
  /** Largest ratio of the bracket's ends. */
  resolution: 1.25,
  /** The paper's safety margin: within this factor, prediction and measurement agree. */
  margin: 1.5,
  /** "auto" (natively where possible), "native" or "wasm". */
  execution: "auto" as Execution,
};

const WIDTHS = { mlp: "mlpWidths", cnn: "cnnWidths", transformer: "transformerWidths" } as const;

export const cellsOf = (p: ScalingParameters): readonly Cell[] =>
  architectureNames.flatMap((architecture) =>
    p[WIDTHS[architecture]].map((width) => ({ architecture, width })),
  );

/** Largest networks first, so that no worker is left with one of them at the end. */
export function trialCells(p: ScalingParameters): readonly Cell[] {
  return cellsOf(p)
    .map((cell) => ({ cell, size: networkOf(cell).layout.size }))
    .sort((a, b) => b.size - a.size)
    .flatMap(({ cell, size }) => {
      const seeds = p.seeds + (size < p.smallBelow ? p.extraSeeds : 0);
      return Array.from({ length: seeds }, () => cell);
    });
}

/** The parameters of trial `index`: one cell. */
export function partOf(p: ScalingParameters, index: number): ScalingParameters {
  const { architecture, width } = trialCells(p)[index] as Cell;
  const none: number[] = [];
  return {
    ...p,
    mlpWidths: none,
    cnnWidths: none,
    transformerWidths: none,
    [WIDTHS[architecture]]: [width],
  };
}

/** The rate of an architecture. */
export const rateOf = (rates: readonly number[], architecture: ArchitectureName): number =>
  rates[architectureNames.indexOf(architecture)] as number;

/** Places of the first convolution's maps, and hidden numbers of a text for each of the transformer's width. */
const PLACES = 16;
const STATES = 20;

const COUNTS = [
  "seeds",
  "batch",
  "alignmentSteps",
  "driftSteps",
  "lateMeasurements",
  "conflictInputs",
  "fisherInputs",
  "expansions",
] as const;

/** What is wrong with `p`, or undefined. */
export const problem = (p: ScalingParameters): string | undefined =>
  problemIn(
    p,
    each(COUNTS, whole()),
    each(Object.values(WIDTHS), wholes),
    each(Object.values(WIDTHS), distinct),
    each(["alignmentRates", "driftRates"], ratesOfAll),
    each(["expansion", "resolution", "margin"], above(1)),
    { extraSeeds: whole(0), smallBelow: notNegative, conflictInputs: enoughInputs, execution },
  ) ?? problemOfSeveral(p);

const ratesOfAll: Check<readonly number[]> = {
  must: "list 3 positive numbers, for MLP, CNN and transformer",
  holds: (rates) => rates.length === 3 && positives.holds(rates),
};

function problemOfSeveral(p: ScalingParameters): string | undefined {
  if (cellsOf(p).length === 0) return "mlpWidths, cnnWidths and transformerWidths list no width at all";
  if (p.transformerWidths.some((width) => width % 4 !== 0))
    return `transformerWidths must be multiples of 4, one share for each head, got ${JSON.stringify(p.transformerWidths)}`;
  if (p.driftSteps < 2 * p.lateMeasurements)
    return `driftSteps must be at least 2 x lateMeasurements, got ${p.driftSteps}`;
  if (!(p.alignedEntropy > 0 && p.target > p.alignedEntropy && p.target < Math.log(5)))
    return `expected 0 < alignedEntropy < target < ln 5, got ${p.alignedEntropy} and ${p.target}`;
  return tooLarge(
    ...cellsOf(p).map((cell): ArraySize => [`weights at width ${cell.width}`, networkOf(cell).layout.size]),
    ...(["batch", "conflictInputs", "fisherInputs"] as const).flatMap((inputs) => [
      product(p, inputs, "mlpWidths"),
      product({ ...p, places: PLACES }, inputs, "cnnWidths", "places"),
      product({ ...p, states: STATES }, inputs, "transformerWidths", "states"),
    ]),
  );
}
