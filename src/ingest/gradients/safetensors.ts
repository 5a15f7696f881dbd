/**
 * Header of a safetensors file: 8 bytes little-endian length, that many bytes of JSON, then the tensors' bytes.
 *
 *     {"__metadata__": {"key": "text"}, "name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}}
 *
 * The header is untrusted. Nothing is allocated from a number in it that has not been compared with the file's size,
 * and as in the reference implementation the tensors cover the data without overlap or gap.
 * https://github.com/huggingface/safetensors#format
 */
import { InputError } from "../input-error.js";
import { printable, quoted } from "../printable.js";
import { countWithin, type Source, type StoredTensor } from "./stored-tensor.js";

/** The reference implementation's limit, in bytes. */
const longestHeader = 100_000_000;

const bytesPerValue: Readonly<Record<string, number>> = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F8_E4M3: 1,
  F8_E5M2: 1,
  F8_E8M0: 1,
  U16: 2,
  I16: 2,
  F16: 2,
  BF16: 2,
  U32: 4,
  I32: 4,
  F32: 4,
  U64: 8,
  I64: 8,
  F64: 8,
  C64: 8,
};

export interface SafetensorsHeader {
  readonly tensors: readonly StoredTensor[];
  readonly metadata: Readonly<Record<string, string>>;
}

export async function readSafetensorsHeader(source: Source): Promise<SafetensorsHeader> {
  const fail = (problem: string): never => {
    throw new InputError({ source: source.path }, problem);
  };
  if (source.size < 8) fail(`${source.size} bytes; expected a safetensors file, which has at least 10`);
  const prefix = await source.read(0, 8);
  const length = Number(new DataView(prefix.buffer, prefix.byteOffset, 8).getBigUint64(0, true));
  if (length > longestHeader || length > source.size - 8) {
    fail(
      `the header says that it has ${length} bytes; expected at most ${Math.min(longestHeader, source.size - 8)}: not a safetensors file, or a truncated one`,
    );
  }
  const entries = parseHeader(await source.read(8, length), fail);
  const start = 8 + length;
  const tensors: Placed[] = [];
  let metadata: Record<string, string> = {};
  for (const [name, value] of entries) {
    if (name === "__metadata__") metadata = textByName(value, fail);
    else tensors.push(tensor(name, value, source.size - start, fail));
  }
  checkCoverage(tensors, source.size - start, fail);
  const stored = tensors.map(({ name, dtype, shape, begin }) => ({
    name,
    dtype,
    shape,
    offset: start + begin,
  }));
  return { tensors: stored, metadata };
}

type Fail = (problem: string) => never;

interface Placed {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Bytes from the start of the data. */
  readonly begin: number;
  readonly end: number;
}

function parseHeader(bytes: Uint8Array, fail: Fail): [string, unknown][] {
  let header: unknown;
  let text = "";
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    header = JSON.parse(text);
  } catch {
    return fail("the header is not JSON: not a safetensors file, or a damaged one");
  }
  if (!isRecord(header)) return fail("the header is not a JSON object");
  const entries = Object.entries(header);
  const keys = topLevelKeys(text);
  if (keys.length !== entries.length) {
    const twice = keys.find((key, i) => keys.indexOf(key) !== i);
    fail(`tensor ${quoted(twice)} is in the header twice`);
  }
  return entries;
}

/** Keys of a JSON object in order, repeated ones too, which `JSON.parse` drops. `json` is valid. */
function topLevelKeys(json: string): string[] {
  const keys: string[] = [];
  let depth = 0;
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (character === "{" || character === "[") depth++;
    else if (character === "}" || character === "]") depth--;
    else if (character === '"') {
      const start = at;
      for (at++; json[at] !== '"'; at++) if (json[at] === "\\") at++;
      let next = at + 1;
      while (json[next] === " " || json[next] === "\n" || json[next] === "\r" || json[next] === "\t") next++;
      if (depth === 1 && json[next] === ":") keys.push(JSON.parse(json.slice(start, at + 1)) as string);
    }
  }
  return keys;
}

function tensor(name: string, value: unknown, dataSize: number, fail: Fail): Placed {
  const at = `tensor ${quoted(name)}`;
  if (!isRecord(value)) return fail(`${at}: expected {"dtype", "shape", "data_offsets"}`);
  const { dtype, shape, data_offsets: offsets } = value;
  const size = typeof dtype === "string" ? bytesPerValue[dtype] : undefined;
  if (typeof dtype !== "string" || size === undefined) return fail(`${at}: unknown dtype ${quoted(dtype)}`);
  if (!isLengths(shape)) return fail(`${at}: shape ${quoted(shape)}; expected whole numbers >= 0`);
  if (!isLengths(offsets) || offsets.length !== 2)
    return fail(`${at}: data_offsets ${quoted(offsets)}; expected two whole numbers >= 0`);
  const [begin, end] = offsets as [number, number];
  if (begin > end || end > dataSize) {
    fail(
      `${at}: bytes ${begin} to ${end} of data that has ${dataSize} bytes: a truncated file, or a lying header`,
    );
  }
  const count = countWithin(shape, dataSize);
  if (count === undefined || count * size !== end - begin)
    fail(
      `${at}: ${end - begin} bytes for ${dtype} of shape [${printable(shape.join(", "))}], ${size} a value: a lying header`,
    );
  return { name, dtype, shape, begin, end };
}

/** The tensors cover the data once, as the format asks: what is missing or left over is a damaged file. */
function checkCoverage(tensors: readonly Placed[], dataSize: number, fail: Fail): void {
  let covered = 0;
  let last = "";
  for (const { name, begin, end } of tensors.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin < covered) fail(`tensors ${quoted(last)} and ${quoted(name)} overlap`);
    if (begin > covered) fail(`bytes ${covered} to ${begin} of the data belong to no tensor`);
    covered = end;
    last = name;
  }
  if (covered < dataSize) fail(`${dataSize - covered} bytes after the last tensor belong to no tensor`);
}

function textByName(value: unknown, fail: Fail): Record<string, string> {
  if (!isRecord(value) || Object.values(value).some((text) => typeof text !== "string"))
    return fail("__metadata__: expected an object of texts");
  return value as Record<string, string>;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isLengths = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((length) => Number.isSafeInteger(length) && length >= 0);
