/** Little-endian bytes of each float type as numbers that products are computed in. */
import type { FloatType } from "./stored-tensor.js";

export type Values = Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/** Memory that products read: `raw` itself for F32 and F64, room for as many float32 values for F16 and BF16. */
export function valuesOf(dtype: FloatType, raw: ArrayBuffer): Values {
  if (dtype === "F32") return new Float32Array(raw);
  if (dtype === "F64") return new Float64Array(raw);
  return new Float32Array(raw.byteLength / 2);
}

/** Widens F16 and BF16 `raw` into `values`, exactly. */
export function widen(dtype: "F16" | "BF16", raw: ArrayBuffer, values: Values): void {
  const bits = new Uint16Array(raw);
  const out = new Uint32Array(values.buffer);
  if (dtype === "BF16") for (let i = 0; i < bits.length; i++) out[i] = (bits[i] as number) << 16;
  else {
    halfBits ??= Uint32Array.from({ length: 2 ** 16 }, (_, half) => widenHalf(half));
    for (let i = 0; i < bits.length; i++) out[i] = halfBits[bits[i] as number] as number;
  }
}

/** float32 bits of every half. */
let halfBits: Uint32Array | undefined;

/** IEEE 754 binary16 to binary32, subnormals, infinities and NaN included. */
function widenHalf(half: number): number {
  const sign = (half & 0x8000) << 16;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0x1f) return sign | 0x7f800000 | (fraction << 13);
  if (exponent > 0) return sign | ((exponent + 112) << 23) | (fraction << 13);
  if (fraction === 0) return sign;
  // A subnormal half is a normal float: shift until the leading one is implicit.
  const shift = Math.clz32(fraction) - 21;
  return sign | ((113 - shift) << 23) | (((fraction << shift) & 0x3ff) << 13);
}
