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
