export {
  type Compiled,
  type CompileOptions,
  compile,
  type Execution,
  type Notice,
  startEngine,
} from "./compile.js";
export type { Data, DType } from "./dtype.js";
export { type ImportedModel, importOnnx, OnnxError, type OnnxPort } from "./onnx/imported-model.js";
export { type RowProductsProgram, rowProducts } from "./row-products.js";
export { unrolled } from "./steps.js";
export { Tensor } from "./tensor.js";
export { UnsupportedError } from "./trace.js";
export type { Fed, Returned } from "./tree.js";
