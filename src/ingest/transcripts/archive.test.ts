import { deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { type ZipEntry, zip, zstdRaw } from "../../../test/zip.js";
import { openArchive } from "./archive.js";

const text = "x".repeat(5000);
/** printf 'hello hello hello hello hello hello\n' | zstd -19 | base64 (zstd 1.5.4). */
const zstdHello = Buffer.from("KLUv/QRobQAAOGhlbGxvIAoBALlLEWsfCGc=", "base64");
const read = async (entries: ZipEntry[], name = "a") => (await openArchive(zip(entries), "f")).read(name);

describe("openArchive", () => {
  it("reads stored, deflated and zstd entries, the last of equal names", async () => {
    const archive = await openArchive(
      zip([
        { name: "stored", method: 0, data: Buffer.from("old"), plain: Buffer.from("old") },
        { name: "stored", method: 0, data: Buffer.from(text), plain: Buffer.from(text) },
        { name: "deflated", method: 8, data: deflateRawSync(text), plain: Buffer.from(text) },
        { name: "zstd", method: 93, data: zstdRaw(Buffer.from(text)), plain: Buffer.from(text) },
      ]),
      "f",
    );
    expect(archive.names).toEqual(["stored", "deflated", "zstd"]);
    for (const name of archive.names) expect((await archive.read(name)).toString()).toBe(text);
  });

  it("reads what zstd itself compressed", async () => {
    const plain = Buffer.from("hello hello hello hello hello hello\n");
    expect(await read([{ name: "a", method: 93, data: zstdHello, plain }])).toEqual(plain);
  });

  it.each<[what: string, entry: Partial<ZipEntry>, message: RegExp]>([
    [
      "an unknown method",
      { method: 12 },
      /^f\/a: compression method 12 is unknown; expected stored, deflate or zstd/,
    ],
    ["broken deflate", { method: 8, data: Buffer.from("nonsense") }, /^f\/a: damaged or truncated/],
    ["broken zstd", { method: 93, data: Buffer.from("nonsense") }, /^f\/a: damaged or truncated/],
    ["a wrong checksum", { data: Buffer.from("HELLO") }, /^f\/a: damaged: size or checksum/],
    [
      "a truncated zstd frame",
      { method: 93, data: zstdRaw(Buffer.from("hello")).subarray(0, 8) },
      /^f\/a: damaged/,
    ],
    ["an encrypted entry", { flags: 1, method: 8 }, /^f\/a: encrypted/],
  ])("%s is named with its entry", async (_, entry, message) => {
    const hello = Buffer.from("hello");
    await expect(read([{ name: "a", method: 0, data: hello, plain: hello, ...entry }])).rejects.toThrow(
      message,
    );
  });

  it("a truncated archive is said to be one", async () => {
    const plain = Buffer.from("hello");
    const whole = zip([{ name: "a", method: 0, data: plain, plain }]);
    await expect(openArchive(whole.subarray(0, -10), "f")).rejects.toThrow(
      /^f: truncated, or not a zip archive/,
    );
    await expect(openArchive(Buffer.from("PK"), "f")).rejects.toThrow(/^f: truncated, or not a zip archive/);
  });

  it("an entry that is not there is named", async () => {
    await expect(read([], "b")).rejects.toThrow(/^f\/b: no such entry/);
  });
});
