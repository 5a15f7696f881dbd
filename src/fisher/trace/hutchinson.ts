import { estimateOf, quadraticForms, requireTraceOptions, type TraceEstimator } from "./contract.js";

/**
 * tr A as the mean of v'Av over sign vectors [Hutchinson 1990]. Unbiased; the standard error falls as products^-1/2 and
 * does not use a decaying spectrum. At least 2 products.
 */
export const hutchinson: TraceEstimator = (operator, options) => {
  const { products, stream, level } = requireTraceOptions(options, 2);
  const forms = quadraticForms(operator, products, stream);
  return estimateOf(operator, forms, 0, { products, level, method: "Hutchinson, Student t" });
};
