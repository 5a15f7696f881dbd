/**
 * Column blocks of a matrix of gradients, read while the one before is used: two blocks of memory, whatever the
 * number of columns. A block spans tensors, so that all have one width; the last is filled up with zeros.
 */
import { quoted } from "../printable.js";
import { FileReader } from "./files.js";
import { type Values, valuesOf, widen } from "./float-values.js";
import type { Layout, LayoutPart, LayoutTensor } from "./layout.js";
import { bytesPerFloat } from "./stored-tensor.js";

export interface GradientBlock {
  /** From 0; its first column is `index` x `width`. */
  readonly index: number;
  readonly width: number;
  /** [rows, width] row-major; overwritten once the next block but one is asked for. */
  readonly values: Values;
}

/** Bytes of a block, where rows are few enough for it. */
const blockBytes = 2 ** 23;

/** Columns of a block: a power of two that depends on nothing but rows and type, as a sum must not on the machine. */
export function blockWidth({ rows, dtype }: Pick<Layout, "rows" | "dtype">): number {
  const fitting = blockBytes / (rows * Math.max(4, bytesPerFloat[dtype]));
  return 2 ** Math.min(16, Math.max(10, Math.floor(Math.log2(fitting))));
}

/** Blocks `first`, `first` + 1, ... to the end. Throws `InputError` where a file cannot be read or is too short. */
export async function* gradientBlocks(layout: Layout, first = 0): AsyncGenerator<GradientBlock, void, void> {
  const width = blockWidth(layout);
  const count = Math.ceil(layout.columns / width);
  const reader = new FileReader();
  const buffers = [0, 1].map(() => new BlockBuffer(layout, width, reader));
  const start = (index: number) => {
    const reading = (buffers[index % 2] as BlockBuffer).read(index);
    // Awaited below, unless whoever iterates has gone.
    reading.catch(() => {});
    return reading;
  };
  let next = first < count ? start(first) : undefined;
  try {
    for (let index = first; index < count; index++) {
      const values = (await next) as Values;
      next = index + 1 < count ? start(index + 1) : undefined;
      yield { index, width, values };
    }
  } finally {
    await next?.catch(() => {});
    await reader.close();
  }
}

/** Where the value at a row and column comes from, as a sentence for its reader. */
export function locate({ tensors }: Layout, row: number, column: number): { path: string; at: string } {
  const tensor = tensors.findLast((one) => one.column <= column && one.entries > 0) as LayoutTensor;
  const part = tensor.parts.findLast((one) => one.row <= row && one.rows > 0) as LayoutPart;
  return {
    path: part.path,
    at: `tensor ${quoted(tensor.name)}, row ${row - part.row}, entry ${column - tensor.column} (all from 0)`,
  };
}

/** Memory of one block, filled again and again. */
class BlockBuffer {
  readonly #raw: Uint8Array<ArrayBuffer>;
  readonly #values: Values;
  readonly #size: number;

  constructor(
    readonly layout: Layout,
    readonly width: number,
    readonly reader: FileReader,
  ) {
    const { rows, dtype } = layout;
    this.#size = bytesPerFloat[dtype];
    this.#raw = new Uint8Array(rows * width * this.#size);
    this.#values = valuesOf(dtype, this.#raw.buffer);
  }

  async read(index: number): Promise<Values> {
    const { tensors, columns, dtype } = this.layout;
    const [begin, end] = [index * this.width, Math.min((index + 1) * this.width, columns)];
    if (end - begin < this.width) this.#raw.fill(0);
    const reads: Promise<void>[] = [];
    for (let t = firstWithin(tensors, begin); t < tensors.length; t++) {
      const tensor = tensors[t] as LayoutTensor;
      if (tensor.column >= end) break;
      const from = Math.max(begin, tensor.column);
      const to = Math.min(end, tensor.column + tensor.entries);
      if (from < to)
        for (const part of tensor.parts) reads.push(...this.#strip(tensor, part, from, to, begin));
    }
    // All are waited for, also where one fails: none may write into memory that is in use again.
    const outcomes = await Promise.allSettled(reads);
    const failed = outcomes.find((outcome) => outcome.status === "rejected");
    if (failed !== undefined) throw failed.reason;
    if (dtype === "F16" || dtype === "BF16") widen(dtype, this.#raw.buffer, this.#values);
    return this.#values;
  }

  /** Reads columns [from, to) of the rows of a part: at once where they lie together, else row by row. */
  #strip(tensor: LayoutTensor, part: LayoutPart, from: number, to: number, begin: number): Promise<void>[] {
    const stride = this.width * this.#size;
    const length = (to - from) * this.#size;
    const target = part.row * stride + (from - begin) * this.#size;
    if (to - from === tensor.entries && length < 2 ** 14)
      return [this.#scatter(part, length, target, stride)];
    const entry = part.offset + (from - tensor.column) * this.#size;
    return Array.from({ length: part.rows }, (_, row) =>
      this.reader.read(
        part.path,
        this.#raw,
        target + row * stride,
        length,
        entry + row * tensor.entries * this.#size,
      ),
    );
  }

  async #scatter(part: LayoutPart, length: number, target: number, stride: number): Promise<void> {
    const together = new Uint8Array(part.rows * length);
    await this.reader.read(part.path, together, 0, together.length, part.offset);
    for (let row = 0; row < part.rows; row++) {
      this.#raw.set(together.subarray(row * length, (row + 1) * length), target + row * stride);
    }
  }
}

/** The first tensor that ends after `column`: tensors may be many. */
function firstWithin(tensors: readonly LayoutTensor[], column: number): number {
  let [low, high] = [0, tensors.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const { column: start, entries } = tensors[middle] as LayoutTensor;
    if (start + entries > column) high = middle;
    else low = middle + 1;
  }
  return low;
}
