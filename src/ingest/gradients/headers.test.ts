import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytes, float32, npy, safetensors, withHeader } from "../../../test/gradient-files.js";
import { InputError } from "../input-error.js";
import { readNpyHeader } from "./npy.js";
import { readSafetensorsHeader } from "./safetensors.js";
import type { Source } from "./stored-tensor.js";

/** Bytes as a file; a read beyond them is a failure of the test, as it would allocate what a header claims. */
function source(data: Uint8Array): Source {
  return {
    path: "g",
    size: data.length,
    read: async (position, length) => {
      if (position + length > data.length || length < 0) throw new Error("read beyond the file");
      return Uint8Array.from(data.subarray(position, position + length));
    },
  };
}

const read = (data: Uint8Array) => readSafetensorsHeader(source(data));
const entry = (name: string, begin: number, end: number, shape = `[${(end - begin) / 4}]`) =>
  `"${name}":{"dtype":"F32","shape":${shape},"data_offsets":[${begin},${end}]}`;

describe("readSafetensorsHeader", () => {
  it("places tensors in the file, and gives the metadata", async () => {
    const data = safetensors({ b: float32([2, 3], [1, 2, 3, 4, 5, 6]), a: float32([2], [7, 8]) }, { k: "v" });
    const { tensors, metadata } = await read(data);
    expect(metadata).toEqual({ k: "v" });
    expect(tensors.map(({ name, dtype, shape }) => [name, dtype, shape])).toEqual([
      ["b", "F32", [2, 3]],
      ["a", "F32", [2]],
    ]);
    expect(tensors.map(({ offset }) => data.readFloatLE(offset))).toEqual([1, 7]);
  });

  it.each<[what: string, data: Uint8Array, message: RegExp]>([
    ["an empty file", Buffer.alloc(0), /0 bytes; expected a safetensors file/],
    [
      "a header longer than the file",
      withHeader("{}", Buffer.alloc(0), 3),
      /has 3 bytes; expected at most 2/,
    ],
    ["a header of 2^63 bytes", withHeader("{}", Buffer.alloc(0), 2 ** 63), /expected at most 2/],
    ["text that is not JSON", withHeader("{,", Buffer.alloc(0)), /the header is not JSON/],
    ["bytes that are not UTF-8", Buffer.from([2, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xfe]), /the header is not JSON/],
    ["a list", withHeader("[]", Buffer.alloc(0)), /not a JSON object/],
    [
      "a truncated file",
      withHeader(`{${entry("a", 0, 8)}}`, Buffer.alloc(4)),
      /bytes 0 to 8 of data that has 4/,
    ],
    [
      "a file with more bytes",
      withHeader(`{${entry("a", 0, 8)}}`, Buffer.alloc(9)),
      /1 bytes after the last/,
    ],
    [
      "overlapping tensors",
      withHeader(`{${entry("a", 0, 8)},${entry("b", 4, 12)}}`, Buffer.alloc(12)),
      /tensors "a" and "b" overlap/,
    ],
    [
      "a gap",
      withHeader(`{${entry("a", 0, 4)},${entry("b", 8, 12)}}`, Buffer.alloc(12)),
      /bytes 4 to 8 of the data belong to no tensor/,
    ],
    [
      "a lying shape",
      withHeader(`{${entry("a", 0, 8, "[3]")}}`, Buffer.alloc(8)),
      /"a": 8 bytes for F32 of shape \[3\]/,
    ],
    [
      "a shape whose product overflows",
      withHeader(`{${entry("a", 0, 8, "[9007199254740991,9007199254740991]")}}`, Buffer.alloc(8)),
      /8 bytes for F32 of shape/,
    ],
    [
      "a negative length",
      withHeader(`{${entry("a", 0, 8, "[-2]")}}`, Buffer.alloc(8)),
      /expected whole numbers >= 0/,
    ],
    [
      "a name that is there twice",
      withHeader(`{${entry("a", 0, 4)},${entry("\\u0061", 4, 8)}}`, Buffer.alloc(8)),
      /tensor "a" is in the header twice/,
    ],
    [
      "an unknown dtype",
      withHeader('{"a":{"dtype":"F128","shape":[0],"data_offsets":[0,0]}}', Buffer.alloc(0)),
      /unknown dtype "F128"/,
    ],
    [
      "no offsets",
      withHeader('{"a":{"dtype":"F32","shape":[0]}}', Buffer.alloc(0)),
      /data_offsets undefined/,
    ],
    [
      "metadata that is not text",
      withHeader('{"__metadata__":{"a":1}}', Buffer.alloc(0)),
      /expected an object of texts/,
    ],
  ])("refuses %s", async (_, data, message) => {
    await expect(read(data)).rejects.toThrow(InputError);
    await expect(read(data)).rejects.toThrow(message);
  });

  it("takes a name of ten million characters, and brackets a million deep, without running out of stack", async () => {
    const long = "x".repeat(1e7);
    const { tensors } = await read(withHeader(`{${entry(long, 0, 4)}}`, Buffer.alloc(4)));
    expect(tensors[0].name).toHaveLength(1e7);
    await expect(read(withHeader("[".repeat(1e6), Buffer.alloc(0)))).rejects.toThrow(InputError);
  });

  it("throws nothing but input errors, and reads nothing beyond the file, whatever the bytes (fast-check)", async () => {
    const valid = safetensors(
      { a: float32([2, 3], [1, 2, 3, 4, 5, 6]), b: float32([2], [1, 2]) },
      { k: "v" },
    );
    const damaged = fc
      .array(fc.tuple(fc.nat(valid.length - 1), fc.integer({ min: 0, max: 255 })), {
        minLength: 1,
        maxLength: 4,
      })
      .map((changes) => {
        const copy = Uint8Array.from(valid);
        for (const [at, value] of changes) copy[at] = value;
        return copy;
      });
    const cut = fc.nat(valid.length).map((length) => valid.subarray(0, length));
    const headers = fc
      .dictionary(
        fc.string(),
        fc.oneof(
          fc.anything(),
          fc.record({
            dtype: fc.constantFrom("F32", "BF16", "I64"),
            shape: fc.array(fc.nat()),
            data_offsets: fc.tuple(fc.nat(64), fc.nat(64)),
          }),
        ),
      )
      .map((header) => withHeader(JSON.stringify(header) ?? "", Buffer.alloc(32)));
    const anything = fc.oneof(damaged, cut, headers, fc.uint8Array({ maxLength: 64 }));
    await fc.assert(
      fc.asyncProperty(anything, async (data) => {
        await read(data).catch((error) => expect(error).toBeInstanceOf(InputError));
      }),
      { seed: 5, numRuns: 1000 },
    );
  });
});

describe("readNpyHeader", () => {
  const readNpy = (data: Uint8Array) => readNpyHeader(source(data), "x");
  const body = bytes("F32", [1, 2, 3, 4, 5, 6]);

  it("reads f2, f4 and f8 in C order", async () => {
    expect(await readNpy(npy("<f4", [2, 3], body))).toMatchObject({ name: "x", dtype: "F32", shape: [2, 3] });
    expect(await readNpy(npy("<f8", [3], body))).toMatchObject({ dtype: "F64", shape: [3] });
    expect(await readNpy(npy("<f2", [2, 2, 3], body))).toMatchObject({ dtype: "F16", shape: [2, 2, 3] });
    const { offset } = await readNpy(npy("<f4", [6], body));
    expect(npy("<f4", [6], body).readFloatLE(offset)).toBe(1);
  });

  it.each<[what: string, data: Uint8Array, message: RegExp]>([
    ["another file", Buffer.from("PK\x03\x04 and more text"), /does not begin as a .npy file does/],
    ["a truncated file", npy("<f4", [2, 3], body.subarray(1)), /23 bytes for <f4 of shape \(2, 3\)/],
    ["a shape beyond all numbers", npy("<f4", [2 ** 53, 2 ** 53], body), /is out of range/],
    ["Fortran order", npy("<f4", [2, 3], body, "True"), /Fortran order; expected C order.*ascontiguousarray/],
    ["big-endian values", npy(">f4", [2, 3], body), /dtype ">f4".*little-endian/],
    ["integers", npy("<i8", [3], body), /dtype "<i8"; expected '<f2'/],
    ["a pickled object", npy("|O", [1], body), /dtype "\|O"/],
    ["a version of the future", Buffer.from("\x93NUMPY\x09\x00\x00\x00\x00\x00", "latin1"), /version 9/],
  ])("refuses %s", async (_, data, message) => {
    await expect(readNpy(data)).rejects.toThrow(InputError);
    await expect(readNpy(data)).rejects.toThrow(message);
  });

  it("throws nothing but input errors, and reads nothing beyond the file, whatever the bytes (fast-check)", async () => {
    const valid = npy("<f4", [2, 3], body);
    const damaged = fc
      .array(fc.tuple(fc.nat(127), fc.integer({ min: 0, max: 255 })), { maxLength: 4 })
      .map((changes) => {
        const copy = Uint8Array.from(valid);
        for (const [at, value] of changes) copy[at] = value;
        return copy;
      });
    const cut = fc.nat(valid.length).map((length) => valid.subarray(0, length));
    await fc.assert(
      fc.asyncProperty(fc.oneof(damaged, cut, fc.uint8Array({ maxLength: 64 })), async (data) => {
        await readNpy(data).catch((error) => expect(error).toBeInstanceOf(InputError));
      }),
      { seed: 6, numRuns: 1000 },
    );
  });
});
