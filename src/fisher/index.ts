export { type LanczosOptions, type TopEigenvalue, topEigenvalue } from "./lanczos.js";
export { denseOperator, type SymmetricOperator } from "./operator.js";
