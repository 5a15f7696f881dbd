export {
  type DensityOptions,
  massBetween,
  type Quadrature,
  ridgeDimension,
  type SpectralDensity,
  smoothedDensity,
  spectralDensity,
  traceOf,
} from "./density/density.js";
export type { BracketPoint, Settling } from "./gram/against-samples.js";
export { type GramAnalysis, type GramOptions, gramAnalysis } from "./gram/analysis.js";
export { type DegenerateRows, degenerateRows } from "./gram/degenerate-rows.js";
export type { EffectiveDimension } from "./gram/effective-dimension.js";
export { type Block, exactProducts } from "./gram/exact-products.js";
export {
  type Bracket,
  type LambdaMaxEvidence,
  type LambdaMaxInterval,
  lambdaMaxEvidence,
} from "./gram/lambda-max.js";
export { noiseReduction } from "./gram/noise-reduction.js";
export type { DensityBin } from "./gram/sample-density.js";
export { type SampleGram, sampleGram } from "./gram/sample-gram.js";
export { type SpikedModel, spikedModel } from "./gram/spiked-model.js";
export {
  addBlock,
  type BlockFault,
  emptyGram,
  type RowProducts,
  type StreamedGram,
} from "./gram/stream.js";
export type { TailDiagnostic } from "./gram/tail.js";
export {
  type ExtremalEigenpairs,
  type ExtremalOptions,
  extremalEigenpairs,
  type RitzPair,
  type SpectrumEnd,
} from "./krylov/extremal.js";
export { type LanczosOptions, type TopEigenvalue, topEigenvalue } from "./krylov/top-eigenvalue.js";
export { denseOperator, type Precision, type SymmetricOperator } from "./operator.js";
export { counted, restriction, scaled, type WeightedOperator, weightedMean } from "./operator-algebra.js";
export {
  addToSketch,
  sketchDimensions,
  sketchKeys,
  sketchLayout,
  sketchNonzeros,
  sketchVersion,
} from "./sketch/projection.js";
export { type SketchWidening, sketchWidening } from "./sketch/widening.js";
export type { TraceEstimate, TraceEstimator, TraceOptions } from "./trace/contract.js";
export { hutchPlusPlus } from "./trace/hutch-plus-plus.js";
export { hutchinson } from "./trace/hutchinson.js";
export { xTrace } from "./trace/x-trace.js";
