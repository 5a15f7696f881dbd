/** Floating-point types that gradients may have, by their safetensors names. */
export const floatTypes = ["F16", "BF16", "F32", "F64"] as const;
export type FloatType = (typeof floatTypes)[number];

export const bytesPerFloat: Readonly<Record<FloatType, number>> = { F16: 2, BF16: 2, F32: 4, F64: 8 };

/** Where a tensor's row-major, little-endian values lie in a file. */
export interface StoredTensor {
  readonly name: string;
  /** As the file names it; a `FloatType` where the tensor can be a gradient. */
  readonly dtype: string;
  readonly shape: readonly number[];
  /** First byte, from the start of the file. */
  readonly offset: number;
}

/** A file as its header describes it; the header has been checked against the size of the file. */
export interface StoredFile {
  readonly path: string;
  readonly size: number;
  /** Of the last change: tells whether the file is still the one that was read. */
  readonly modified: number;
  readonly tensors: readonly StoredTensor[];
  /** Free text of a safetensors header. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Bytes of known length that are read at any position. */
export interface Source {
  readonly path: string;
  readonly size: number;
  /** Exactly `length` bytes from `position`. */
  read(position: number, length: number): Promise<Uint8Array>;
}

/** Values of a shape; undefined where they are more than `most`, so that no product overflows. */
export function countWithin(shape: readonly number[], most: number): number | undefined {
  if (shape.includes(0)) return 0;
  let count = 1;
  for (const length of shape) {
    if (length > most / count) return undefined;
    count *= length;
  }
  return count;
}
