/**
 * The dual Gram matrix K = G G' of gradients G [rows, columns], summed over blocks of columns in one pass: memory is
 * rows^2 and one block, whatever the number of columns. K / rows has the nonzero eigenvalues of the empirical
 * second moment G'G / rows.
 *
 * The product of a block is a function, native where there is one. Within a block of float32 values it may sum in
 * float32, so that its error is at most (128 + width / 128) 2^-24 |g_i| |g_j| with onnxruntime's kernels, and in
 * practice some 1e-6 of that; blocks are added in float64.
 */
import { type Block, exactProducts } from "./exact-products.js";

/** B B' of a block B [rows, width], both row-major. The result may be overwritten by the next call. */
export type RowProducts = (block: Block, rows: number, width: number) => ArrayLike<number>;

/** What makes a block unusable: an entry that is NaN or infinite, or float64 values whose squares overflow. */
export interface BlockFault {
  readonly row: number;
  /** Within the block. */
  readonly column: number;
  readonly value: number;
}

export interface StreamedGram {
  readonly rows: number;
  /** Blocks added so far. */
  readonly blocks: number;
  /** K [rows, rows] of these blocks. */
  readonly products: Float64Array;
  /** A digest of each row's bits at 16 entries a block: equal rows have equal digests. */
  readonly digests: Uint32Array;
}

export function emptyGram(rows: number): StreamedGram {
  return { rows, blocks: 0, products: new Float64Array(rows * rows), digests: new Uint32Array(rows) };
}

/**
 * Adds a block to K and returns what comes of it, or the fault for which nothing was added.
 *
 * K is updated in place, as a copy a block would cost more than the product: `gram` is used up.
 * Blocks whose squares leave float32's range are multiplied again in float64.
 */
export function addBlock(
  gram: StreamedGram,
  block: Block,
  width: number,
  product: RowProducts,
): StreamedGram | BlockFault {
  const { rows, products, digests, blocks } = gram;
  if (block.length !== rows * width) {
    throw new RangeError(`expected ${rows} x ${width} = ${rows * width} values, got ${block.length}`);
  }
  let partial = product(block, rows, width);
  if (partial.length !== rows * rows) {
    throw new RangeError(`expected ${rows} x ${rows} products, got ${partial.length}`);
  }
  if (!withinRange(partial, block, rows, width)) {
    const fault = firstNonFinite(block, width);
    if (fault !== undefined) return fault;
    partial = exactProducts(block, rows, width);
    const overflow = firstOverflow(partial, block, rows, width);
    if (overflow !== undefined) return overflow;
  }
  for (let i = 0; i < products.length; i++) products[i] += partial[i];
  for (let row = 0; row < rows; row++) digests[row] = digest(digests[row], block, row * width, width);
  return { rows, products, digests, blocks: blocks + 1 };
}

/**
 * Whether each row's sum of squares is finite and, in float32, large enough to have lost less than 2^-24 of itself to
 * underflow: a product loses at most 2^-150, its row `width` of them. A zero row has nothing to lose.
 */
function withinRange(partial: ArrayLike<number>, block: Block, rows: number, width: number): boolean {
  const least = block instanceof Float32Array ? width * 2 ** -126 : 0;
  for (let row = 0; row < rows; row++) {
    const squares = partial[row * rows + row];
    if (!Number.isFinite(squares)) return false;
    if (squares < least && !isZero(block, row * width, width)) return false;
  }
  return true;
}

function isZero(block: Block, start: number, width: number): boolean {
  for (let i = start; i < start + width; i++) if (block[i] !== 0) return false;
  return true;
}

function firstNonFinite(block: Block, width: number): BlockFault | undefined {
  const at = block.findIndex((value) => !Number.isFinite(value));
  return at < 0 ? undefined : { row: Math.floor(at / width), column: at % width, value: block[at] };
}

function firstOverflow(
  partial: ArrayLike<number>,
  block: Block,
  rows: number,
  width: number,
): BlockFault | undefined {
  for (let row = 0; row < rows; row++) {
    if (Number.isFinite(partial[row * rows + row])) continue;
    let largest = row * width;
    for (let i = largest; i < (row + 1) * width; i++)
      if (Math.abs(block[i]) > Math.abs(block[largest])) largest = i;
    return { row, column: largest - row * width, value: block[largest] };
  }
  return undefined;
}

const bits = new Float64Array(1);
const words = new Uint32Array(bits.buffer);

function digest(seed: number, block: Block, start: number, width: number): number {
  let hash = seed;
  const step = Math.max(1, Math.floor(width / 16));
  for (let i = start; i < start + width; i += step) {
    bits[0] = block[i];
    hash = Math.imul(hash ^ words[0], 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15) ^ words[1], 0xc2b2ae35);
    hash ^= hash >>> 13;
  }
  return hash >>> 0;
}
