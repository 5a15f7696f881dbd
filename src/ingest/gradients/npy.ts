/**
 * Header of a NumPy `.npy` file, versions 1 to 3: "\x93NUMPY", version, length of the header, a Python dictionary
 * {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }, then the values.
 * https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
import { InputError } from "../input-error.js";
import { quoted } from "../printable.js";
import {
  bytesPerFloat,
  countWithin,
  type FloatType,
  type Source,
  type StoredTensor,
} from "./stored-tensor.js";

const magic = "\x93NUMPY";
/** NumPy itself refuses headers longer than this unless told otherwise. */
const longestHeader = 10_000;

const types: Readonly<Record<string, FloatType>> = { "<f2": "F16", "<f4": "F32", "<f8": "F64" };

/** @param name that the tensor is given: the format has none. */
export async function readNpyHeader(source: Source, name: string): Promise<StoredTensor> {
  const fail = (problem: string): never => {
    throw new InputError({ source: source.path }, problem);
  };
  const prefix = await source.read(0, Math.min(12, source.size));
  if (prefix.length < 12 || Buffer.from(prefix.subarray(0, 6)).toString("latin1") !== magic)
    fail("does not begin as a .npy file does");
  const view = new DataView(prefix.buffer, prefix.byteOffset, prefix.length);
  const version = view.getUint8(6);
  if (version < 1 || version > 3) fail(`.npy version ${version}; expected 1, 2 or 3`);
  const [start, length] = version === 1 ? [10, view.getUint16(8, true)] : [12, view.getUint32(8, true)];
  if (length > longestHeader || length > source.size - start)
    fail(
      `the header says that it has ${length} bytes; expected at most ${Math.min(longestHeader, source.size - start)}`,
    );

  const header = Buffer.from(await source.read(start, length)).toString(version === 3 ? "utf8" : "latin1");
  const { descr, fortran, shape } = dictionary(header, fail);
  const dtype = types[descr];
  if (dtype === undefined)
    return fail(`dtype ${quoted(descr)}; expected '<f2', '<f4' or '<f8'${hint(descr)}`);
  if (fortran && shape.length > 1)
    fail("values in Fortran order; expected C order: numpy.save(path, numpy.ascontiguousarray(x))");
  const offset = start + length;
  const count = countWithin(shape, source.size);
  if (count === undefined || count * bytesPerFloat[dtype] !== source.size - offset)
    fail(
      `${source.size - offset} bytes for ${descr} of shape (${shape.join(", ")}): a truncated file, or a lying header`,
    );
  return { name, dtype, shape, offset };
}

function dictionary(
  header: string,
  fail: (problem: string) => never,
): { descr: string; fortran: boolean; shape: number[] } {
  const descr = /'descr':\s*'([^']*)'/.exec(header)?.[1];
  const fortran = /'fortran_order':\s*(True|False)/.exec(header)?.[1];
  const shape = /'shape':\s*\(((?:\s*\d+L?\s*,?)*)\s*\)/.exec(header)?.[1];
  if (descr === undefined || fortran === undefined || shape === undefined)
    return fail(
      `header ${quoted(header.trim())}; expected 'descr', 'fortran_order' and 'shape' of one array`,
    );
  const lengths = shape.match(/\d+/g)?.map(Number) ?? [];
  if (!lengths.every(Number.isSafeInteger)) return fail(`shape (${quoted(shape)}) is out of range`);
  return { descr, fortran: fortran === "True", shape: lengths };
}

function hint(descr: string): string {
  if (descr.startsWith(">")) return ": little-endian values, x.astype('<f4')";
  return descr.includes("V") ? ": save bfloat16 as safetensors, or x.astype('float32')" : "";
}
