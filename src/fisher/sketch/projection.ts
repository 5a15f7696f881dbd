/**
 * Sketch, version 1: a sparse sign projection of a gradient of N entries to `dimension` numbers.
 *
 * Every entry goes, with a sign, to one bucket of each of 8 blocks of dimension / 8 buckets:
 *
 *     y[block * dimension/8 + bucket(block, name, i)] += sign(block, name, i) * g[name][i]
 *
 * Bucket and sign are bits of one 32-bit hash of (seed, tensor name, index i in the flattened tensor), so that a
 * trainer may visit tensors and their shards in any order, and add up sketches of shards. With S the projection,
 * E y'y / 8 = g'g: the Gram matrix of sketches over 8 estimates that of gradients. All arithmetic is modulo 2^32:
 *
 *     mix(x):              x ^= x >> 16;  x *= 0x7feb352d;  x ^= x >> 15;  x *= 0x846ca68b;  x ^= x >> 16
 *     key(seed, name, l):  h = mix(seed ^ lane[l]);  for each byte of the name in UTF-8: h = mix((h ^ byte) + 0x9e3779b9)
 *     hash(b, i):          h = mix((i mod 2^32) ^ key(0));  h = mix((h ^ floor(i / 2^32)) + key(1));
 *                          h = mix(h + (b + 1) * 0x9e3779b9)
 *     bucket = h mod (dimension / 8);  sign = -1 where h >= 2^31, else 1
 *
 * lane = [0x243f6a88, 0x85a308d3]; mix is "lowbias32" [Wellons 2018]. Sums are exact in the definition: a trainer may
 * add in float32 in any order, which costs a relative error of about 1e-6. Vectors: test/reference/sketch.
 */

export const sketchVersion = 1;

/** Nonzeros of a column of S, each 1 or -1; the Gram matrix of sketches is divided by this. */
export const sketchNonzeros = 8;

/** The least and largest dimension; it is a power of two, so that a bucket is some bits of the hash. */
export const sketchDimensions = { least: 64, largest: 2 ** 24 } as const;

/** Adds the projection of `values`, entries `start`, `start` + 1, ... of tensor `name`, to `sketch`. */
export function addToSketch(
  sketch: Float64Array,
  { seed, name, start = 0 }: { readonly seed: number; readonly name: string; readonly start?: number },
  values: ArrayLike<number>,
): void {
  const dimension = sketch.length;
  const { least, largest } = sketchDimensions;
  if (!(dimension >= least && dimension <= largest && Number.isInteger(Math.log2(dimension)))) {
    throw new RangeError(
      `expected a dimension that is a power of two from ${least} to ${largest}, got ${dimension}`,
    );
  }
  if (!(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)) {
    throw new RangeError(`expected a seed from 0 to 2^32 - 1, got ${seed}`);
  }
  const size = dimension / sketchNonzeros;
  const [first, second] = sketchKeys(seed, name);
  for (let k = 0; k < values.length; k++) {
    const index = start + k;
    const high = Math.floor(index / 2 ** 32);
    const hash = mix((mix((index ^ first) >>> 0) ^ high) + second);
    for (let block = 0; block < sketchNonzeros; block++) {
      const bits = mix(hash + Math.imul(block + 1, GOLDEN));
      const bucket = block * size + (bits & (size - 1));
      sketch[bucket] += bits >= 2 ** 31 ? -values[k] : values[k];
    }
  }
}

const GOLDEN = 0x9e3779b9;
const LANES = [0x243f6a88, 0x85a308d3] as const;

/** The two keys of a tensor. */
export function sketchKeys(seed: number, name: string): readonly [number, number] {
  const bytes = utf8(name);
  const key = (lane: number): number => {
    let hash = mix(seed ^ lane);
    for (const byte of bytes) hash = mix((hash ^ byte) + GOLDEN);
    return hash;
  };
  return [key(LANES[0]), key(LANES[1])];
}

/** There is no TextEncoder among what every runtime of this floor has; an escape is a byte. */
function utf8(text: string): number[] {
  return Array.from(encodeURIComponent(text).matchAll(/%(..)|./g), ([character, byte]) =>
    byte === undefined ? character.charCodeAt(0) : Number.parseInt(byte, 16),
  );
}

/** Of any integer, read modulo 2^32; 0 to 2^32 - 1. */
function mix(x: number): number {
  let h = x | 0;
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return (h ^ (h >>> 16)) >>> 0;
}

/** 16 hexadecimal digits that tell which tensors were projected: equal for the same names and sizes, in any order. */
export function sketchLayout(
  tensors: readonly { readonly name: string; readonly entries: number }[],
): string {
  const lines = tensors.map(({ name, entries }) => `${name}:${entries}\n`).sort();
  return sketchKeys(0, lines.join(""))
    .map((key) => key.toString(16).padStart(8, "0"))
    .join("");
}
