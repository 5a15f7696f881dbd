/** Operators made of operators. Each keeps the contract: symmetric, named, with the lowest precision of its parts. */
import { checkedProduct, type Precision, type SymmetricOperator } from "./operator.js";

/** A term of a weighted sum; the weight is relative. */
export interface WeightedOperator {
  readonly operator: SymmetricOperator;
  readonly weight: number;
}

/**
 * (sum_b w_b A_b) / (sum_b w_b): the matrix of a whole data set from those of its batches, each the mean over its own
 * examples, weighted by their numbers. A ragged last batch then counts as it should.
 *
 * @param terms at least one; equal sizes; weights >= 0 with a positive sum. Every product costs one of each term.
 */
export function weightedMean(matrix: string, terms: readonly WeightedOperator[]): SymmetricOperator {
  const [first] = terms;
  if (first === undefined) throw new RangeError(`${matrix}: a mean needs at least one operator`);
  const { size } = first.operator;
  let total = 0;
  terms.forEach(({ operator, weight }, i) => {
    if (operator.size !== size)
      throw new RangeError(`${matrix}: operator ${i} has size ${operator.size}, the first has ${size}`);
    if (!(weight >= 0 && Number.isFinite(weight)))
      throw new RangeError(`${matrix}: weight ${i} must be finite and >= 0, got ${weight}`);
    total += weight;
  });
  if (!(total > 0)) throw new RangeError(`${matrix}: the weights sum to ${total}`);
  return {
    matrix,
    size,
    precision: lowest(terms.map(({ operator }) => operator)),
    apply(vector, out = new Float64Array(size)) {
      const sum = out.fill(0);
      for (const { operator, weight } of terms) {
        if (weight === 0) continue;
        const product = checkedProduct(operator, vector);
        for (let i = 0; i < size; i++) sum[i] += (weight / total) * product[i];
      }
      return sum;
    },
  };
}

/**
 * The block of A on chosen coordinates, P A P': of one layer, or of chosen parameters. Its eigenvalues interlace those of A
 * (Cauchy), so its largest is at most lambda_max(A).
 *
 * @param coordinates distinct, in the order wanted.
 */
export function restriction(
  operator: SymmetricOperator,
  coordinates: ArrayLike<number>,
  name: string,
): SymmetricOperator {
  const chosen = Int32Array.from(coordinates);
  if (chosen.length === 0) throw new RangeError(`${name}: no coordinates chosen`);
  const seen = new Uint8Array(operator.size);
  for (let i = 0; i < chosen.length; i++) {
    const at = coordinates[i];
    if (!(Number.isInteger(at) && at >= 0 && at < operator.size))
      throw new RangeError(`${name}: coordinate ${at} is not in 0..${operator.size - 1}`);
    if (seen[at]++ > 0) throw new RangeError(`${name}: coordinate ${at} is chosen twice`);
  }
  return {
    matrix: `${operator.matrix}, ${name}`,
    size: chosen.length,
    precision: operator.precision ?? "float64",
    apply(vector) {
      const wide = new Float64Array(operator.size);
      for (let i = 0; i < chosen.length; i++) wide[chosen[i]] = vector[i];
      const product = checkedProduct(operator, wide);
      return Float64Array.from(chosen, (at) => product[at]);
    },
  };
}

/** c A. */
export function scaled(operator: SymmetricOperator, factor: number): SymmetricOperator {
  if (!Number.isFinite(factor)) throw new RangeError(`a factor must be finite, got ${factor}`);
  return {
    ...operator,
    matrix: `${factor} x ${operator.matrix}`,
    apply: (vector) => checkedProduct(operator, vector).map((x) => factor * x),
  };
}

/** The same operator, counting its products. */
export function counted(operator: SymmetricOperator): SymmetricOperator & { products(): number } {
  let products = 0;
  return {
    matrix: operator.matrix,
    size: operator.size,
    precision: operator.precision ?? "float64",
    apply(vector, out) {
      products += 1;
      return operator.apply(vector, out);
    },
    products: () => products,
  };
}

const lowest = (operators: readonly SymmetricOperator[]): Precision =>
  operators.some(({ precision }) => precision === "float32") ? "float32" : "float64";
