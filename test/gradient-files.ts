/** Gradient files for tests, as another program would write them. */

const bytesPerValue: Record<string, number> = { F16: 2, BF16: 2, F32: 4, F64: 8 };

export interface TensorValues {
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Row-major; of F16 and BF16 the bits. */
  readonly values: ArrayLike<number>;
}

export function safetensors(
  tensors: Readonly<Record<string, TensorValues>>,
  metadata?: Readonly<Record<string, string>>,
): Buffer {
  const header: Record<string, unknown> = metadata === undefined ? {} : { __metadata__: metadata };
  const bodies: Buffer[] = [];
  let at = 0;
  for (const [name, { dtype, shape, values }] of Object.entries(tensors)) {
    const body = bytes(dtype, values);
    header[name] = { dtype, shape, data_offsets: [at, at + body.length] };
    at += body.length;
    bodies.push(body);
  }
  return withHeader(JSON.stringify(header), Buffer.concat(bodies));
}

export function withHeader(header: string, body: Uint8Array, length = Buffer.byteLength(header)): Buffer {
  const prefix = Buffer.alloc(8);
  prefix.writeBigUInt64LE(BigInt(length));
  return Buffer.concat([prefix, Buffer.from(header), body]);
}

export function npy(descr: string, shape: readonly number[], body: Uint8Array, order = "False"): Buffer {
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const text = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': (${tuple}), }`;
  const header = `${text.padEnd(64 * Math.ceil((text.length + 11) / 64) - 11)}\n`;
  const prefix = Buffer.from("\x93NUMPY\x01\x00\x00\x00", "latin1");
  prefix.writeUInt16LE(header.length, 8);
  return Buffer.concat([prefix, Buffer.from(header), body]);
}

export function bytes(dtype: string, values: ArrayLike<number>): Buffer {
  const size = bytesPerValue[dtype];
  const out = Buffer.alloc(values.length * size);
  for (let i = 0; i < values.length; i++) {
    if (dtype === "F64") out.writeDoubleLE(values[i], i * size);
    else if (dtype === "F32") out.writeFloatLE(values[i], i * size);
    else out.writeUInt16LE(values[i], i * size);
  }
  return out;
}

export const float32 = (shape: readonly number[], values: ArrayLike<number>): TensorValues => ({
  dtype: "F32",
  shape,
  values,
});
