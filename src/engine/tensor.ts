import { arrayOf, type Data, type DType, dtypeOf } from "./dtype.js";
import { type Shape, sizeOf } from "./shape.js";

/**
 * An array of the engine: row-major values with a shape, in memory that JavaScript and both executions share.
 * The outputs of one run are fed to the next without a copy. `free` gives the memory back for later outputs; after
 * it the tensor cannot be read. A tensor never freed is garbage-collected like any typed array.
 */
export class Tensor {
  readonly dtype: DType;
  readonly shape: Shape;
  #data: Data | undefined;
  #release: ((data: Data) => void) | undefined;

  /**
   * @param data float32, float64, int32, uint32 or (as bytes) bool values; not copied.
   * @param shape defaults to a vector.
   * @param release told of the memory when the tensor is freed.
   */
  constructor(data: Data, shape: Shape = [data.length], release?: (data: Data) => void) {
    const dtype = dtypeOf(data);
    if (dtype === undefined) {
      throw new TypeError(
        "expected a Float32Array, Float64Array, Int32Array, Uint32Array or, for bool, a Uint8Array",
      );
    }
    if (data.length !== sizeOf(shape)) {
      throw new RangeError(`shape [${shape}] needs ${sizeOf(shape)} values, got ${data.length}`);
    }
    this.dtype = dtype;
    this.shape = shape;
    this.#data = data;
    this.#release = release;
  }

  /** The values themselves, not a copy: valid until `free`. */
  get data(): Data {
    if (this.#data === undefined) {
      throw new ReferenceError(
        `this ${this.dtype} tensor of shape [${this.shape}] was freed: copy its values before freeing it`,
      );
    }
    return this.#data;
  }

  /** The tensor itself; throws if it was freed. */
  usable(): this {
    return this.data && this;
  }

  /** The only value of a tensor of size 1. */
  item(): number {
    if (this.data.length !== 1) throw new RangeError(`expected one value, got shape [${this.shape}]`);
    return this.data[0] as number;
  }

  free(): void {
    const { data } = this;
    this.#data = undefined;
    this.#release?.(data);
  }
}

/** Memory of freed tensors, kept for later outputs of the same type and size. */
export class TensorPool {
  readonly #free = new Map<string, Data[]>();

  /** A tensor of undefined content. */
  take(dtype: DType, shape: Shape): Tensor {
    const size = sizeOf(shape);
    const free = this.#shelf(dtype, size);
    return new Tensor(free.pop() ?? new arrayOf[dtype](size), shape, (data) => free.push(data));
  }

  #shelf(dtype: DType, size: number): Data[] {
    const key = `${dtype} ${size}`;
    const shelf = this.#free.get(key) ?? [];
    this.#free.set(key, shelf);
    return shelf;
  }
}
