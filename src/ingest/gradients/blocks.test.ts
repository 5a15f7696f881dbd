import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { bytes, float32, npy, safetensors, type TensorValues } from "../../../test/gradient-files.js";
import { InputError } from "../input-error.js";
import { blockWidth, gradientBlocks, locate } from "./blocks.js";
import { FileReader, gradientPaths, storedFiles } from "./files.js";
import { valuesOf, widen } from "./float-values.js";
import { gradientLayout, type LayoutOptions } from "./layout.js";
import { sketchHeader } from "./sketch-header.js";

const folder = mkdtempSync(join(tmpdir(), "telostat-gradients-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
function file(data: Buffer, extension = "safetensors"): string {
  const path = join(folder, `g${count++}.${extension}`);
  writeFileSync(path, data);
  return path;
}

async function layoutOf(paths: readonly string[], options: LayoutOptions = {}) {
  const reader = new FileReader();
  try {
    return gradientLayout(await storedFiles(paths, reader), options);
  } finally {
    await reader.close();
  }
}

/** The whole matrix as rows, read block by block. */
async function matrix(paths: readonly string[], options: LayoutOptions = {}): Promise<number[][]> {
  const layout = await layoutOf(paths, options);
  const rows: number[][] = Array.from({ length: layout.rows }, () => []);
  for await (const { index, width, values } of gradientBlocks(layout)) {
    const used = Math.min(width, layout.columns - index * width);
    rows.forEach((row, r) => {
      for (let c = 0; c < used; c++) row.push(values[r * width + c]);
      // What fills up the last block is zero.
      expect(values.subarray(r * width + used, (r + 1) * width).every((value) => value === 0)).toBe(true);
    });
  }
  return rows;
}

const range = (from: number, length: number) => Array.from({ length }, (_, i) => from + i);

describe("gradientBlocks", () => {
  it("gives the same matrix however it is cut into shards by rows, by tensors or both (fast-check)", async () => {
    const cases = fc.record({
      rows: fc.integer({ min: 2, max: 5 }),
      cut: fc.nat(5),
      // Beyond one block's width, and below the length under which rows are read together.
      sizes: fc.array(fc.constantFrom(1, 3, 700, 5000, 70_000), { minLength: 2, maxLength: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ rows, cut, sizes }) => {
        const value = (t: number, r: number, c: number) => Math.fround(t + r / 8 + (c % 1000) / 4096);
        const tensor = (t: number, from: number, to: number) =>
          float32(
            [to - from, sizes[t]],
            range(from, to - from).flatMap((r) => range(0, sizes[t]).map((c) => value(t, r, c))),
          );
        const shard = (names: number[], from: number, to: number) =>
          file(safetensors(Object.fromEntries(names.map((t) => [`t${t}`, tensor(t, from, to)]))));
        const names = sizes.map((_, t) => t);
        const middle = Math.min(cut, rows);
        const expected = range(0, rows).map((r) =>
          names.flatMap((t) => range(0, sizes[t]).map((c) => value(t, r, c))),
        );
        const [head, tail] = [names.slice(0, 1), names.slice(1)];
        expect(await matrix([shard(names, 0, rows)])).toEqual(expected);
        expect(await matrix([shard(names, 0, middle), shard(names, middle, rows)])).toEqual(expected);
        expect(
          await matrix([shard(head, 0, rows), shard(tail, 0, middle), shard(tail, middle, rows)]),
        ).toEqual(expected);
      }),
      { seed: 8, numRuns: 6 },
    );
  });

  it("reads every float type, exactly", async () => {
    const values = [0, -2, 0.5, 65504, 2 ** -14, -(2 ** -24)];
    const half = [0, 0xc000, 0x3800, 0x7bff, 0x0400, 0x8001];
    const brain = [0, 0xc000, 0x3f00, 0x477f, 0x3880, 0xb380];
    const cases: [TensorValues, number[]][] = [
      [float32([2, 3], values), values],
      [{ dtype: "F64", shape: [2, 3], values }, values],
      [{ dtype: "F16", shape: [2, 3], values: half }, values],
      // bfloat16 has 8 bits: 65504 is not in it, 65280 is.
      [{ dtype: "BF16", shape: [2, 3], values: brain }, values.with(3, 65280)],
    ];
    for (const [tensor, expected] of cases) {
      expect((await matrix([file(safetensors({ w: tensor }))])).flat()).toEqual(expected);
    }
    expect((await matrix([file(npy("<f8", [2, 3], bytes("F64", values)), "npy")])).flat()).toEqual(values);
  });

  it("widens every half and bfloat16 as numpy does: sign, subnormals, infinities, NaN", () => {
    const bits = Uint16Array.from({ length: 2 ** 16 }, (_, i) => i);
    const half = valuesOf("F16", bits.buffer);
    widen("F16", bits.buffer, half);
    for (let i = 0; i < 2 ** 15; i++) {
      const [exponent, fraction] = [i >> 10, i & 1023];
      const expected =
        exponent === 31
          ? fraction === 0
            ? Infinity
            : Number.NaN
          : exponent === 0
            ? fraction * 2 ** -24
            : (1024 + fraction) * 2 ** (exponent - 25);
      if (!Object.is(half[i], expected)) expect([i, half[i]]).toEqual([i, expected]);
      if (!Number.isNaN(expected) && !Object.is(half[i + 2 ** 15], -expected))
        expect(half[i + 2 ** 15]).toBe(-expected);
    }
    const brain = valuesOf("BF16", bits.buffer);
    widen("BF16", bits.buffer, brain);
    expect([brain[0x3f80], brain[0x0001], brain[0xff80]]).toEqual([1, 2 ** -133, -Infinity]);
  });

  it("stacks .npy files as rows, or as tensors, and files of one sample each", async () => {
    const [a, b] = [
      file(npy("<f4", [1, 2], bytes("F32", [1, 2])), "npy"),
      file(npy("<f4", [1, 2], bytes("F32", [3, 4])), "npy"),
    ];
    expect(await matrix([a, b])).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(await matrix([a, b], { npy: "tensors" })).toEqual([[1, 2, 3, 4]]);
    const single = [1, 5].map((x) =>
      file(safetensors({ w: float32([2, 2], range(x, 4)), b: float32([], [x]) })),
    );
    expect(await matrix(single, { onePerFile: true })).toEqual([
      [1, 1, 2, 3, 4],
      [5, 5, 6, 7, 8],
    ]);
  });

  it("says where a value is from", async () => {
    const path = file(safetensors({ a: float32([1, 2], [1, 2]), b: float32([1, 2], [3, 4]) }));
    const other = file(safetensors({ a: float32([2, 2], [1, 2, 3, 4]), b: float32([2, 2], [5, 6, 7, 8]) }));
    expect(locate(await layoutOf([path, other]), 2, 3)).toEqual({
      path: other,
      at: 'tensor "b", row 1, entry 1 (all from 0)',
    });
  });

  it("reads on from a block, and says when a file has become shorter", async () => {
    const columns = 2 ** 16 + 10;
    const path = file(safetensors({ w: float32([2, columns], range(0, 2 * columns)) }));
    const layout = await layoutOf([path]);
    const seen: number[] = [];
    for await (const { index, values } of gradientBlocks(layout, 1)) seen.push(index, values[0]);
    expect(seen).toEqual([1, blockWidth(layout)]);
    writeFileSync(path, safetensors({ w: float32([1, 4], [1, 2, 3, 4]) }));
    const reading = (async () => {
      for await (const _ of gradientBlocks(layout));
    })();
    await expect(reading).rejects.toThrow(/ended at byte \d+ while it was read/);
  });

  it("opens more files than a process may hold open", async () => {
    const paths = range(0, 300).map((x) => file(safetensors({ w: float32([3], [x, x, x]) })));
    expect((await matrix(paths, { onePerFile: true })).map(([x]) => x)).toEqual(range(0, 300));
  });
});

describe("gradientLayout refuses", () => {
  const [ab, a] = [
    { a: float32([2, 1], [1, 2]), b: float32([2, 1], [3, 4]) },
    { a: float32([2, 1], [1, 2]) },
  ];
  it.each<[what: string, shards: Record<string, TensorValues>[], message: RegExp, options?: LayoutOptions]>([
    ["shards that share some tensors", [ab, a], /g\d+.safetensors: lacks tensor "b" of .*and both have "a"/],
    ["the same the other way round", [a, ab], /has tensor "b", which .* lacks/],
    [
      "shapes that differ",
      [a, { a: float32([2, 2], [1, 2, 3, 4]) }],
      /tensor "a" has shape \[2\] per sample where .* has \[1\]/,
    ],
    [
      "tensors of other rows",
      [{ a: float32([2], [1, 2]), b: float32([3], [1, 2, 3]) }],
      /"b" has 3 rows, another tensor 2/,
    ],
    [
      "groups of other rows",
      [a, { b: float32([3], [1, 2, 3]) }],
      /with "b" have 3 rows together, those with "a" have 2/,
    ],
    [
      "mixed dtypes",
      [a, { b: { dtype: "F64", shape: [2], values: [1, 2] } }],
      /"b" is F64 where "a" of .* is F32; expected one type/,
    ],
    ["a single number", [{ a: float32([], [1]) }], /is a single number/],
    [
      "a layer that is not there",
      [ab],
      /no tensor matches --layer; there are "a", "b"/,
      { select: () => false },
    ],
    ["no tensors", [{}], /holds no tensors/],
    ["tensors without entries", [{ a: float32([2, 0], []) }], /tensors without entries/],
  ])("%s", async (_, shards, message, options) => {
    const paths = shards.map((shard) => file(safetensors(shard)));
    await expect(layoutOf(paths, options)).rejects.toThrow(InputError);
    await expect(layoutOf(paths, options)).rejects.toThrow(message);
  });

  it("a folder with other files, an empty one, a file twice, one that is not there", async () => {
    const other = mkdtempSync(join(folder, "other-"));
    await expect(gradientPaths([other])).rejects.toThrow(/is empty; expected a folder of/);
    writeFileSync(join(other, "shard-10.npy"), "");
    writeFileSync(join(other, "shard-9.npy"), "");
    expect(await gradientPaths([other])).toEqual(
      ["shard-9.npy", "shard-10.npy"].map((name) => join(other, name)),
    );
    writeFileSync(join(other, "notes.txt"), "");
    await expect(gradientPaths([other])).rejects.toThrow(/holds 'notes.txt' too/);
    const path = join(other, "shard-9.npy");
    await expect(gradientPaths([path, path])).rejects.toThrow(/given twice/);
    await expect(gradientPaths([join(other, "none.npy")])).rejects.toThrow(/no such file/);
  });
});

describe("sketchHeader", () => {
  const header = { version: "1", seed: "7", dimension: "64", parameters: "1000", layout: "00" };
  const sketches = (changes: Record<string, string | undefined> = {}, values = range(0, 128)) => {
    const entries = Object.entries({ ...header, ...changes }).filter(([, text]) => text !== undefined);
    const metadata = Object.fromEntries(
      entries.map(([key, text]) => [`telostat.sketch.${key}`, text as string]),
    );
    return file(safetensors({ sketch: float32([values.length / 64, 64], values) }, metadata));
  };
  const headerOf = async (...paths: string[]) => {
    const reader = new FileReader();
    const files = await storedFiles(paths, reader);
    await reader.close();
    return sketchHeader(files);
  };

  it("is one for all files, or none", async () => {
    expect(await headerOf(sketches(), sketches())).toEqual({
      version: 1,
      seed: 7,
      dimension: 64,
      parameters: 1000,
      layout: "00",
    });
    expect(await headerOf(file(safetensors({ w: float32([2], [1, 2]) })))).toBeUndefined();
  });

  it.each([
    ["mixed seeds", { seed: "8" }, /sketches of seed "8" where .* has "7"/],
    ["mixed versions", { version: "2" }, /sketches of version "2" where/],
    ["other tensors", { layout: "01" }, /sketches of layout "01" where/],
    ["another N", { parameters: "1001" }, /sketches of parameters "1001" where/],
    ["metadata that is missing", { seed: undefined }, /without telostat.sketch.seed/],
  ])("refuses %s", async (_, changes, message) => {
    await expect(headerOf(sketches(), sketches(changes))).rejects.toThrow(message);
  });

  it("refuses gradients among sketches, versions to come, and other shapes", async () => {
    await expect(headerOf(sketches(), file(safetensors({ w: float32([2], [1, 2]) })))).rejects.toThrow(
      /expected one kind/,
    );
    await expect(headerOf(sketches({ version: "2" }))).rejects.toThrow(
      /sketches of version 2; this telostat reads version 1/,
    );
    await expect(headerOf(sketches({ dimension: "128" }))).rejects.toThrow(
      /expected one tensor "sketch" of shape \[samples, 128\]/,
    );
    await expect(headerOf(sketches({ seed: "x" }))).rejects.toThrow(/seed is "x"; expected a whole number/);
  });
});
