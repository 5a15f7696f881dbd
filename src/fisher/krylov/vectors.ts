/** Vectors in double precision, as long as the model is large: loops without copies. */
import { type RandomStream, standardNormal } from "../../numeric/index.js";

/** Part of a vector that stays in cache; a function called once for each is soon compiled as a whole, a long loop is not. */
export const CHUNK = 4096;

/** Work on [from, to), one chunk of `size` after another. */
export function chunks(size: number, work: (from: number, to: number) => void): void {
  for (let from = 0; from < size; from += CHUNK) work(from, Math.min(from + CHUNK, size));
}

export function dot(a: Float64Array, b: Float64Array): number {
  const sums = new Float64Array(4);
  chunks(b.length, (from, to) => addProducts(a, b, from, to, sums));
  return sums[0] + sums[1] + (sums[2] + sums[3]);
}

/** In four sums: one alone waits for its own last addition. */
function addProducts(a: Float64Array, b: Float64Array, from: number, to: number, sums: Float64Array): void {
  let s0 = sums[0];
  let s1 = sums[1];
  let s2 = sums[2];
  let s3 = sums[3];
  let i = from;
  for (const end = to - 3; i < end; i += 4) {
    s0 += a[i] * b[i];
    s1 += a[i + 1] * b[i + 1];
    s2 += a[i + 2] * b[i + 2];
    s3 += a[i + 3] * b[i + 3];
  }
  for (; i < to; i++) s0 += a[i] * b[i];
  sums[0] = s0;
  sums[1] = s1;
  sums[2] = s2;
  sums[3] = s3;
}

/** Whether every entry is: a sum is finite only where every term is. */
export function allFinite(x: Float64Array): boolean {
  let total = 0;
  chunks(x.length, (from, to) => {
    total += sum(x, from, to);
  });
  return Number.isFinite(total);
}

function sum(x: Float64Array, from: number, to: number): number {
  let total = 0;
  for (let i = from; i < to; i++) total += x[i];
  return total;
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
