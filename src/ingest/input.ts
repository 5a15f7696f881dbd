import { createReadStream } from "node:fs";
import { InputError } from "./input-error.js";

/** Bytes with the name that messages give them. */
export interface Input {
  readonly name: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** A file, a quarter of a megabyte at a time; opened when reading begins. */
export function fileInput(path: string): Input {
  return { name: path, bytes: readable(path, () => createReadStream(path, { highWaterMark: 2 ** 18 })) };
}

/** A stream that is open already, such as standard input. */
export function streamInput(name: string, stream: NodeJS.ReadableStream): Input {
  return { name, bytes: readable(name, () => stream) };
}

const reasons: Record<string, string> = {
  ENOENT: "no such file",
  EISDIR: "is a directory; expected a file",
  EACCES: "permission denied",
};

async function* readable(source: string, open: () => NodeJS.ReadableStream): AsyncGenerator<Uint8Array> {
  try {
    yield* open() as AsyncIterable<Buffer>;
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    throw new InputError({ source }, reasons[code] ?? `cannot be read: ${message}`);
  }
}

/** The first line that is not blank (its first `most` bytes, if it is longer), and the input as it was. */
export async function peekLine(
  { name, bytes }: Input,
  most = 2 ** 20,
): Promise<{ line: string; input: Input }> {
  const rest = bytes[Symbol.asyncIterator]();
  const head: Uint8Array[] = [];
  let seen = "";
  while (seen.length < most && !seen.includes("\n")) {
    const { value, done } = await rest.next();
    if (done) break;
    head.push(value);
    seen = Buffer.concat(head).toString("utf8").replace("\ufeff", "").trimStart();
  }
  return { line: seen.split("\n", 1)[0]!, input: { name, bytes: resume(head, rest) } };
}

async function* resume(head: Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* head.splice(0);
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}
