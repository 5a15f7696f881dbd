export { blockWidth, type GradientBlock, gradientBlocks, locate } from "./blocks.js";
export { ensureUnchanged, FileReader, gradientPaths, storedFiles } from "./files.js";
export type { Values } from "./float-values.js";
export { gradientLayout, type Layout, type LayoutOptions, type LayoutTensor } from "./layout.js";
export { type SketchHeader, sketchHeader } from "./sketch-header.js";
export type { FloatType, StoredFile } from "./stored-tensor.js";
