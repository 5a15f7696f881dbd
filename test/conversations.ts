/** Conversations with calls of tools, in the shapes in which they are uploaded. */
import { deflateRawSync } from "node:zlib";
import { type ZipEntry, zip } from "./zip.js";

export type Call = [name: string, args?: object];
export const conversation = (calls: readonly Call[], text = "I am ada@example.org") => [
  { role: "user", content: text },
  ...calls.flatMap(([name, args = {}], i) => [
    {
      role: "assistant",
      content: "",
      tool_calls: [{ id: `c${i}`, type: "function", function: { name, arguments: JSON.stringify(args) } }],
    },
    { role: "tool", tool_call_id: `c${i}`, content: "done" },
  ]),
];
export const refund: Call[] = [["find"], ["refund", { to: "ada@example.org" }]];
export const sell: Call[] = [["offer", { plan: "gold-2" }]];
export const chat = (...records: object[]) => records.map((record) => `${JSON.stringify(record)}\n`).join("");
export const chatOf = (n: number, calls: readonly Call[], more: (i: number) => object = () => ({})) =>
  chat(...Array.from({ length: n }, (_, i) => ({ messages: conversation(calls), ...more(i) })));

export const entry = (name: string, value: unknown): ZipEntry => {
  const plain = Buffer.from(typeof value === "string" ? value : JSON.stringify(value));
  return { name, method: 8, data: deflateRawSync(plain), plain };
};
export const sample = (id: number, calls: readonly Call[], more: object = {}) => ({
  id,
  epoch: 1,
  messages: conversation(calls),
  scores: {},
  ...more,
});
export const log = (...samples: object[]) =>
  zip([
    entry("header.json", { version: 2, status: "success", eval: {} }),
    ...samples.map((one, i) => entry(`samples/${i}_epoch_1.json`, one)),
  ]);
export const form = (
  bytes: Uint8Array<ArrayBuffer> | string,
  name: string,
  more: Record<string, string> = {},
) => {
  const data = new FormData();
  for (const [key, value] of Object.entries(more)) data.append(key, value);
  data.append("file", new File([bytes], name));
  return data;
};
export const bytes = (buffer: Buffer) => new Uint8Array(buffer);
