/** Logs that are made to be slow to read, or to unfold into more than they are. */
import { deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { zip } from "../../../test/zip.js";
import type { Transcript } from "../../contracts/index.js";
import { parseJson } from "./json.js";
import { readMessages } from "./messages.js";
import { Omissions } from "./omissions.js";
import { readTranscripts } from "./transcripts.js";

const limits = { unpacked: 10_000, entries: 3 };

async function read(name: string, content: string | Buffer): Promise<Transcript[]> {
  async function* once() {
    yield Buffer.from(content);
  }
  const transcripts: Transcript[] = [];
  for await (const one of readTranscripts({ name, bytes: once() }, { limits })) transcripts.push(one);
  return transcripts;
}

const entry = (name: string, text: string) => {
  const plain = Buffer.from(text);
  return { name, method: 8, data: deflateRawSync(plain), plain };
};
const header = entry("header.json", '{"eval":{}}');
const sample = (content: string, more: object = {}) =>
  JSON.stringify({ id: 1, messages: [{ role: "user", content }], ...more });
const log = (one: string) => `{"eval":{},"samples":[${one}]}`;

describe("limits of reading", () => {
  it("hold for all entries of an archive together, and for their number", async () => {
    const half = entry("samples/1.json", sample("x".repeat(4900)));
    expect(await read("a.eval", zip([header, half]))).toHaveLength(1);
    const two = zip([header, half, { ...half, name: "samples/2.json" }, entry("samples/3.txt", "")]);
    await expect(read("a.eval", two)).rejects.toThrow(/^a.eval: 4 entries, of at most 3; split the log/);
    const three = zip([half, { ...half, name: "samples/2.json" }, entry("_journal/1", "")]);
    expect(await read("a.eval", three)).toHaveLength(2);
    const larger = zip([half, entry("samples/2.json", sample("x".repeat(5100))), entry("_journal/1", "")]);
    await expect(read("a.eval", larger)).rejects.toThrow(
      /^a.eval\/samples\/2.json: more than 10000 bytes, unpacked,/,
    );
  });

  it("hold for attachments, each time that they are put back, and for messages of the pool", async () => {
    const attachments = { a: "x".repeat(1000) };
    const [one] = await read("a.json", log(sample("attachment://a ".repeat(9), { attachments })));
    expect(one!.messages[0]!.content).toHaveLength(9 * 1001);
    const ten = log(sample("attachment://a ".repeat(10), { attachments }));
    await expect(read("a.json", ten)).rejects.toThrow(/^a.json, sample 0: more than 10000 characters/);
    const pool = (times: number) =>
      log(
        JSON.stringify({
          id: 1,
          message_pool: [{ role: "user", content: "x".repeat(90) }],
          events: [{ event: "model", input_refs: Array(times).fill([0, 1]) }],
        }),
      );
    expect((await read("a.json", pool(100)))[0]!.messages).toHaveLength(100);
    await expect(read("a.json", pool(110))).rejects.toThrow(/more than 10000 characters of messages/);
  });
});

describe("time in proportion to the text", () => {
  const length = 2 ** 20;

  it("for a string without an end", () => {
    expect(() => parseJson(`{"a": "${'\\"'.repeat(length)}`, { source: "f" })).toThrow(/malformed JSON/);
    expect(parseJson('{"a": NaN, "b": "\\" NaN", "c": [-Infinity]}', { source: "f" })).toEqual({
      a: null,
      b: '" NaN',
      c: [null],
    });
  });

  it("for calls that wait for replies", () => {
    const calls = Array.from({ length: 2 ** 17 }, (_, i) => ({ id: `c${i}`, function: "f", arguments: {} }));
    const replies = calls.map(({ id }) => ({ role: "tool", tool_call_id: id, content: "Error" })).reverse();
    const { toolCalls } = readMessages(
      [{ role: "assistant", tool_calls: calls }, ...replies],
      { source: "f" },
      new Omissions(),
    );
    expect(toolCalls.every(({ failed }) => failed)).toBe(true);
  });
});

it("takes the goal and the name that a log gives, and no other for one", async () => {
  const chat = [{ id: "a", goal: "help" }, { custom_id: "b" }, { goal: " " }]
    .map((more) => JSON.stringify({ messages: [], ...more }))
    .join("\n");
  expect((await read("a.jsonl", chat)).map(({ uniqueId, goal }) => [uniqueId, goal])).toEqual([
    ["a", "help"],
    ["b", undefined],
    [undefined, undefined],
  ]);
  const [one] = await read("a.json", log(sample("x", { uuid: "u" })));
  expect(one!.uniqueId).toBe("u");
});
