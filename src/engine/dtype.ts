/** Element types of the engine and the typed array that holds each. Booleans are bytes 0 or 1. */
export type DType = "float32" | "float64" | "int32" | "uint32" | "bool";

export type Data =
  | Float32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Uint8Array<ArrayBuffer>;

export const arrayOf = {
  float32: Float32Array,
  float64: Float64Array,
  int32: Int32Array,
  uint32: Uint32Array,
  bool: Uint8Array,
} as const;

const order: readonly DType[] = ["bool", "uint32", "int32", "float32", "float64"];

/** The type of a typed array's elements; `undefined` for arrays the engine does not take. */
export function dtypeOf(data: unknown): DType | undefined {
  return order.find((dtype) => data instanceof arrayOf[dtype]);
}

export function isDType(name: string): name is DType {
  return (order as readonly string[]).includes(name);
}

export function isFloat(dtype: DType): dtype is "float32" | "float64" {
  return dtype === "float32" || dtype === "float64";
}

/** jax-js's promotion of two strong types: the later in bool < uint32 < int32 < float32 < float64. */
export function promote(a: DType, b: DType): DType {
  return order[Math.max(order.indexOf(a), order.indexOf(b))] as DType;
}
