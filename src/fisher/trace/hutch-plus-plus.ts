import { Basis } from "../krylov/basis.js";
import { dot, norm } from "../krylov/vectors.js";
import { checkedProduct } from "../operator.js";
import { estimateOf, quadraticForms, requireTraceOptions, signs, type TraceEstimator } from "./contract.js";

/**
 * Hutch++ [Meyer, Musco, Musco & Woodruff 2021, algorithm 1]: a third of the products finds a range Q of A, a third gives
 * tr Q'AQ exactly, and the rest is Hutchinson on what is left, (I - QQ') A (I - QQ'). Unbiased; for a matrix without
 * negative eigenvalues the error falls as 1 / products. At least 6 products; the interval is Student's t over the probes
 * of the rest, given Q.
 */
export const hutchPlusPlus: TraceEstimator = (operator, options) => {
  const { products, stream, level } = requireTraceOptions(options, 6);
  const sketch = Math.floor(products / 3);
  const basis = new Basis(operator.size, operator.precision);
  for (let k = 0; k < sketch && basis.length < operator.size; k++) {
    const image = checkedProduct(operator, signs(operator.size, stream));
    const before = norm(image);
    const { rest } = basis.orthogonalise(image);
    if (rest > 1e-10 * before) basis.append(image, rest);
  }
  let exact = 0;
  for (let k = 0; k < basis.length; k++) {
    const q = basis.vector(k);
    exact += dot(q, checkedProduct(operator, q));
  }
  const forms = quadraticForms(operator, Math.max(2, products - 2 * sketch), stream, (probe) => {
    basis.orthogonalise(probe);
  });
  return estimateOf(operator, forms, exact, {
    products: sketch + basis.length + forms.length,
    level,
    method: "Hutch++, Student t",
  });
};
