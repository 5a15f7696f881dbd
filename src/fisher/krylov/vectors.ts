/** Vectors in double precision, as long as the model is large: loops without copies. */
import { type RandomStream, standardNormal } from "../../numeric/index.js";

/** In four sums: one alone waits for its own last addition. */
export function dot(a: Float64Array, b: Float64Array): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let i = 0;
  for (const end = b.length - 3; i < end; i += 4) {
    s0 += a[i] * b[i];
    s1 += a[i + 1] * b[i + 1];
    s2 += a[i + 2] * b[i + 2];
    s3 += a[i + 3] * b[i + 3];
  }
  for (; i < b.length; i++) s0 += a[i] * b[i];
  return s0 + s1 + (s2 + s3);
}

export const norm = (w: Float64Array): number => Math.sqrt(dot(w, w));

/** w <- factor w. */
export function scale(w: Float64Array, factor: number): Float64Array {
  for (let i = 0; i < w.length; i++) w[i] *= factor;
  return w;
}

/** A draw from N(0, I). */
export function normalVector(size: number, stream: RandomStream): Float64Array {
  const w = new Float64Array(size);
  for (let i = 0; i < size; i++) w[i] = standardNormal(stream);
  return w;
}
