export type { BracketPoint, Settling } from "./gram/against-samples.js";
export {
  type Bracket,
  type GramAnalysis,
  type GramOptions,
  gramAnalysis,
  type LambdaMaxInterval,
} from "./gram/analysis.js";
export type { EffectiveDimension } from "./gram/effective-dimension.js";
export { type Block, exactProducts } from "./gram/exact-products.js";
export type { SpikedModel } from "./gram/spiked-model.js";
export {
  addBlock,
  type BlockFault,
  emptyGram,
  type RowProducts,
  type StreamedGram,
} from "./gram/stream.js";
export type { TailDiagnostic } from "./gram/tail.js";
export { type LanczosOptions, type TopEigenvalue, topEigenvalue } from "./lanczos.js";
export { denseOperator, type SymmetricOperator } from "./operator.js";
