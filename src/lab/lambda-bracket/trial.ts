/** One trial: its share of the replications of every cell. */
import { lambdaMaxEvidence, noiseReduction, sampleGram, spikedModel } from "../../fisher/index.js";
import { RandomStream, symmetricEigenvalues } from "../../numeric/index.js";
import type { TrialContext } from "../experiment.js";
import { type Cell, cellsOf, type LambdaBracketParameters } from "./parameters.js";
import { dimensionOf, drawGram } from "./spectra.js";

/** One sample; all figures as ratios to the true lambda_max, null where there is none. */
export interface Replication {
  readonly lowerLimit: number;
  readonly upperLimit: number | null;
  readonly bracketLower: number;
  readonly bracketUpper: number;
  readonly noiseReduction: number;
  readonly spikedModel: number | null;
  readonly forbidden: boolean;
}

/** Replications by cell, in the order of `cellsOf`. */
export async function trial(
  parameters: LambdaBracketParameters,
  seed: number,
  { progress }: TrialContext,
): Promise<Replication[][]> {
  const root = RandomStream.fromSeed(seed);
  const cells = cellsOf(parameters);
  const share = parameters.replications / parameters.trials;
  const results: Replication[][] = [];
  for (const cell of cells) {
    await progress(results.length / cells.length, `${cell.spectrum.name}, ${cell.rows} rows`);
    const stream = root.split(cell.spectrum.name, cell.rows);
    results.push(Array.from({ length: share }, (_, r) => replicate(parameters, cell, stream.split(r))));
  }
  return results;
}

function replicate(
  { splits, level }: LambdaBracketParameters,
  { spectrum, rows }: Cell,
  stream: RandomStream,
): Replication {
  const truth = spectrum.eigenvalues[0]?.value as number;
  const gram = sampleGram(drawGram(spectrum, rows, stream.split("sample")));
  const { bracket, tail, interval } = lambdaMaxEvidence(gram, splits, stream.split("halves"));
  const { lower, upper } = interval(level);
  const eigenvalues = symmetricEigenvalues(gram.entries, rows).map((value) => Math.max(0, value) / rows);
  const trace = eigenvalues.reduce((a, b) => a + b, 0);
  const spike = spikedModel(eigenvalues, dimensionOf(spectrum)).value;
  return {
    lowerLimit: lower / truth,
    upperLimit: upper === undefined ? null : upper / truth,
    bracketLower: bracket.lower / truth,
    bracketUpper: bracket.upper / truth,
    noiseReduction: noiseReduction(bracket.upper, trace, rows) / truth,
    spikedModel: spike === undefined ? null : spike / truth,
    forbidden: tail.againstPoint.length > 0,
  };
}
