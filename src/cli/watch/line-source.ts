/** Lines of a file, of a file that grows, or of standard input, in batches that end at a line's end. */
import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { type FileHandle, open, stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { InputError } from "../../ingest/index.js";

/** Up to where an input is read, and how to know it again. */
export interface InputPosition {
  readonly offset: number;
  readonly lines: number;
  /** SHA-256 of the last bytes before `offset`. */
  readonly before: string;
}

export interface LineBatch {
  /** Null for a line that is not UTF-8. None when nothing came for a while. */
  readonly lines: readonly (string | null)[];
  /** Number of the first of them, from 1. */
  readonly first: number;
  /** After the last of them. */
  readonly position: InputPosition;
  /** The file was replaced or cut short before these lines. */
  readonly restarted: boolean;
}

export interface SourceOptions {
  /** Where an earlier watch stopped. */
  readonly from?: InputPosition | undefined;
  /** Go on at the end, and when the file is replaced. */
  readonly follow: boolean;
  /** Leave a last line without a line end for the next watch. */
  readonly resumable: boolean;
  readonly signal: AbortSignal;
}

/** Bytes that are read at once; what a watch that is killed does again at most. */
const chunkSize = 2 ** 17;
/** Bytes by which a file is known again. */
const knownBy = 256;
/** Milliseconds between looks at a file that does not grow. */
const pause = 500;
/** Longest line, bytes. */
const longestLine = 2 ** 24;
const newline = 0x0a;

export const startOfInput: InputPosition = { offset: 0, lines: 0, before: hash(Buffer.alloc(0)) };

/** @throws InputError where the input cannot be read, or has a line without end. */
export async function* fileLines(path: string, options: SourceOptions): AsyncGenerator<LineBatch> {
  const { follow, resumable, signal, from = startOfInput } = options;
  let file = await opened(path);
  try {
    let splitter = await resumed(file, path, from);
    let restarted = splitter.position.offset < from.offset;
    while (!signal.aborted) {
      // To the next multiple of the chunk: a watch that goes on has the batches of one that was never stopped.
      const chunk = Buffer.allocUnsafe(chunkSize - (splitter.read % chunkSize));
      const { bytesRead } = await file.read(chunk, 0, chunk.length, splitter.read);
      const batch = bytesRead > 0 ? splitter.take(chunk.subarray(0, bytesRead)) : undefined;
      if (batch !== undefined) {
        yield { ...batch, restarted };
        restarted = false;
      }
      if (bytesRead > 0) continue;
      if (!follow) {
        const last = resumable ? undefined : splitter.end();
        if (last !== undefined) yield { ...last, restarted };
        return;
      }
      const next = await replacement(path, file, splitter.read);
      if (next === "same") {
        yield { lines: [], first: splitter.position.lines + 1, position: splitter.position, restarted };
        await sleep(pause, undefined, { signal }).catch(() => {});
        continue;
      }
      if (next !== "shorter") {
        const last = splitter.end();
        if (last !== undefined) yield { ...last, restarted };
        await file.close();
        file = next;
      }
      splitter = new LineSplitter(path, startOfInput, Buffer.alloc(0));
      restarted = true;
    }
  } finally {
    await file.close();
  }
}

/** @throws InputError as {@link fileLines}. */
export async function* streamLines(
  name: string,
  stream: AsyncIterable<Buffer>,
  signal: AbortSignal,
): AsyncGenerator<LineBatch> {
  const splitter = new LineSplitter(name, startOfInput, Buffer.alloc(0));
  try {
    for await (const chunk of stream) {
      const batch = splitter.take(chunk);
      if (batch !== undefined) yield { ...batch, restarted: false };
      if (signal.aborted) return;
    }
  } catch (error) {
    // A stream that is torn down in the middle of waiting fails with that.
    if (signal.aborted) return;
    throw error;
  }
  const last = splitter.end();
  if (last !== undefined) yield { ...last, restarted: false };
}

class LineSplitter {
  readonly #name: string;
  /** After the last whole line. */
  position: InputPosition;
  #tail: Buffer;
  #pending: Buffer[] = [];
  #pendingLength = 0;

  constructor(name: string, position: InputPosition, tail: Buffer) {
    this.#name = name;
    this.position = position;
    this.#tail = tail;
  }

  /** Where the next bytes come from. */
  get read(): number {
    return this.position.offset + this.#pendingLength;
  }

  /** The lines that these bytes complete. */
  take(chunk: Buffer): Omit<LineBatch, "restarted"> | undefined {
    const end = chunk.lastIndexOf(newline) + 1;
    const lines = end > 0 ? this.#lines(chunk.subarray(0, end)) : undefined;
    if (end < chunk.length) {
      this.#pending.push(Buffer.from(chunk.subarray(end)));
      this.#pendingLength += chunk.length - end;
    }
    if (this.#pendingLength > longestLine)
      throw new InputError(
        { source: this.#name, line: this.position.lines + 1 },
        `no line end within ${longestLine} bytes; expected lines of text`,
      );
    return lines;
  }

  /** The last line, if it has no end. */
  end(): Omit<LineBatch, "restarted"> | undefined {
    return this.#pendingLength > 0 ? this.#lines(Buffer.alloc(0)) : undefined;
  }

  #lines(last: Buffer): Omit<LineBatch, "restarted"> {
    const bytes = Buffer.concat([...this.#pending, last]);
    this.#pending = [];
    this.#pendingLength = 0;
    const lines = decoded(bytes, this.position.offset === 0);
    const first = this.position.lines + 1;
    this.#tail = Buffer.from(Buffer.concat([this.#tail, bytes]).subarray(-knownBy));
    this.position = {
      offset: this.position.offset + bytes.length,
      lines: this.position.lines + lines.length,
      before: hash(this.#tail),
    };
    return { lines, first, position: this.position };
  }
}

function decoded(bytes: Buffer, atStart: boolean): (string | null)[] {
  const text = bytes.toString("utf8");
  const lines = (atStart ? text.replace(/^\ufeff/, "") : text).split("\n");
  if (lines.at(-1) === "") lines.pop();
  const trimmed = lines.map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));
  return isUtf8(bytes) ? trimmed : trimmed.map((line) => (line.includes("\ufffd") ? null : line));
}

/** Goes on after `from` where the file still has what was read there; else at its start. */
async function resumed(file: FileHandle, path: string, from: InputPosition): Promise<LineSplitter> {
  const length = Math.min(knownBy, from.offset);
  const tail = Buffer.alloc(length);
  const { bytesRead } = await file.read(tail, 0, length, from.offset - length);
  return bytesRead === length && hash(tail) === from.before
    ? new LineSplitter(path, from, tail)
    : new LineSplitter(path, startOfInput, Buffer.alloc(0));
}

/** The file that took the place of `file`, or whether it was cut shorter than what was read of it. */
async function replacement(
  path: string,
  file: FileHandle,
  read: number,
): Promise<FileHandle | "same" | "shorter"> {
  const [there, here] = [await stat(path).catch(() => undefined), await file.stat()];
  if (there !== undefined && (there.ino !== here.ino || there.dev !== here.dev))
    return open(path).catch(() => "same" as const);
  return here.size < read ? "shorter" : "same";
}

async function opened(path: string): Promise<FileHandle> {
  try {
    const file = await open(path);
    if (!(await file.stat()).isDirectory()) return file;
    await file.close();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reasons: Record<string, string> = { ENOENT: "no such file", EACCES: "permission denied" };
    throw new InputError({ source: path }, reasons[code ?? ""] ?? `cannot be read: ${message}`);
  }
  throw new InputError({ source: path }, "is a directory; expected a file");
}

function hash(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
