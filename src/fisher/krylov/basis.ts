/**
 * Orthonormal vectors q_0, ..., q_{k-1} of one length, kept in the precision of the operator that made them: at 1e7
 * parameters a float32 vector takes 40 MB. Loops go over the length in chunks that stay in cache and over the vectors
 * four at a time, so that every q is read once a pass.
 */
import type { RandomStream } from "../../numeric/index.js";
import { type Precision, unitRoundoff } from "../operator.js";
import { CHUNK, chunks, dot, norm, normalVector, scale } from "./vectors.js";

/**
 * A second pass is needed where the first leaves less than this part: rounding grows by its inverse [Daniel, Gragg, Kaufman
 * & Stewart 1976; Giraud & Langou 2003]. A Lanczos step leaves 0.2 to 0.7 of a product.
 */
const TWICE = 0.1;

type Vector = Float32Array | Float64Array;

export interface Orthogonalised {
  /** q_k'w of the w that came, for every k. */
  readonly components: Float64Array;
  /** Norm of what is left. */
  readonly rest: number;
}

export class Basis {
  readonly size: number;
  readonly #vectors: Vector[] = [];
  readonly #Float: typeof Float32Array | typeof Float64Array;
  readonly #roundoff: number;

  constructor(size: number, precision: Precision = "float64") {
    this.size = size;
    this.#Float = precision === "float32" ? Float32Array : Float64Array;
    this.#roundoff = unitRoundoff({ precision });
  }

  get length(): number {
    return this.#vectors.length;
  }

  /** Adds w / norm, and leaves it in w as it is kept. */
  append(w: Float64Array, norm: number): void {
    const q = new this.#Float(this.size);
    const factor = 1 / norm;
    for (let i = 0; i < q.length; i++) {
      q[i] = factor * w[i];
      w[i] = q[i];
    }
    this.#vectors.push(q);
  }

  /** A copy of q_k. */
  vector(k: number): Float64Array {
    return Float64Array.from(this.#vectors[k]);
  }

  /** Removes from w all that lies in the span. */
  orthogonalise(w: Float64Array): Orthogonalised {
    const components = this.#project(w);
    const removed = dot(components, components);
    let rest = norm(w);
    let enough = rest ** 2 > TWICE ** 2 * (removed + rest ** 2);
    for (let pass = 1; pass < 3 && !enough && rest > 0; pass++) {
      this.#project(w);
      const after = norm(w);
      enough = after > TWICE * rest;
      rest = after;
    }
    return { components, rest };
  }

  /** A random unit vector orthogonal to the span; undefined where the span is everything. */
  fresh(stream: RandomStream): Float64Array | undefined {
    if (this.length >= this.size) return undefined;
    const w = normalVector(this.size, stream);
    const { rest } = this.orthogonalise(w);
    return rest > 0 ? scale(w, 1 / rest) : undefined;
  }

  /** sum_k weights[k] q_k. */
  combine(weights: ArrayLike<number>): Float64Array {
    const sum = new Float64Array(this.size);
    const negative = Float64Array.from(weights, (weight) => -weight);
    chunks(this.size, (from, to) => subtractAll(this.#vectors, negative, sum, from, to));
    return sum;
  }

  /** Replaces the basis by the combinations with these weights, in place: one chunk of extra memory. */
  compress(weights: readonly ArrayLike<number>[]): void {
    const old = this.#vectors.length;
    const piece = weights.map(() => new Float64Array(CHUNK));
    chunks(this.size, (from, to) => {
      weights.forEach((weight, r) => {
        const out = piece[r].fill(0);
        for (let k = 0; k < old; k++) {
          const q = this.#vectors[k];
          for (let i = from; i < to; i++) out[i - from] += weight[k] * q[i];
        }
      });
      piece.forEach((out, r) => {
        this.#vectors[r].set(out.subarray(0, to - from), from);
      });
    });
    this.#vectors.length = weights.length;
  }

  /** w <- w - Q Q'w; returns Q'w. What is below the rounding of the largest component is left where it is. */
  #project(w: Float64Array): Float64Array {
    const components = new Float64Array(this.length);
    chunks(this.size, (from, to) => addDots(this.#vectors, w, from, to, components));
    const largest = components.reduce((most, c) => Math.max(most, Math.abs(c)), 0);
    const counts = (_: unknown, k: number) => !(Math.abs(components[k]) < this.#roundoff * largest);
    const vectors = this.#vectors.filter(counts);
    const factors = components.filter(counts);
    chunks(this.size, (from, to) => subtractAll(vectors, factors, w, from, to));
    return components;
  }
}

/** out_k += q_k . w over one chunk. */
function addDots(vectors: Vector[], w: Float64Array, from: number, to: number, out: Float64Array): void {
  let k = 0;
  for (; k + 3 < vectors.length; k += 4) {
    const [a, b, c, d] = [vectors[k], vectors[k + 1], vectors[k + 2], vectors[k + 3]];
    let [sa, sb, sc, sd] = [0, 0, 0, 0];
    for (let i = from; i < to; i++) {
      const x = w[i];
      sa += a[i] * x;
      sb += b[i] * x;
      sc += c[i] * x;
      sd += d[i] * x;
    }
    out[k] += sa;
    out[k + 1] += sb;
    out[k + 2] += sc;
    out[k + 3] += sd;
  }
  for (; k < vectors.length; k++) {
    const q = vectors[k];
    let sum = 0;
    for (let i = from; i < to; i++) sum += q[i] * w[i];
    out[k] += sum;
  }
}

/** w <- w - sum_k c_k q_k over one chunk. */
function subtractAll(vectors: Vector[], c: Float64Array, w: Float64Array, from: number, to: number): void {
  let k = 0;
  for (; k + 3 < vectors.length; k += 4) {
    const [q0, q1, q2, q3] = [vectors[k], vectors[k + 1], vectors[k + 2], vectors[k + 3]];
    const [c0, c1, c2, c3] = [c[k], c[k + 1], c[k + 2], c[k + 3]];
    for (let i = from; i < to; i++) w[i] -= c0 * q0[i] + c1 * q1[i] + c2 * q2[i] + c3 * q3[i];
  }
  for (; k < vectors.length; k++) {
    const q = vectors[k];
    const factor = c[k];
    for (let i = from; i < to; i++) w[i] -= factor * q[i];
  }
}
