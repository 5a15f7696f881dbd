import { isUtf8 } from "node:buffer";
import type { Input } from "./input.js";
import { InputError } from "./input-error.js";

/** Whole lines, "\n" after each except perhaps the last of an input; `line` is the number of the first, from 1. */
export interface TextBlock {
  readonly text: string;
  readonly line: number;
}

/** Longest line, in bytes: what bounds the memory of reading an input that has no line ends. */
export const longestLine = 2 ** 24;

const newline = 0x0a;
const byteOrderMark = "\ufeff";

/**
 * Splits bytes into blocks of whole lines of UTF-8: a leading byte-order mark is dropped, "\r\n" and "\r" become "\n".
 *
 * Holds one chunk and one line. Throws `InputError` at a line that is not UTF-8 or exceeds `longestLine`.
 */
export async function* textBlocks({ name, bytes }: Input): AsyncGenerator<TextBlock> {
  let pending: Uint8Array[] = [];
  let length = 0;
  let line = 1;
  const take = (last: Uint8Array): TextBlock => {
    const lines = Buffer.concat([...pending, last]);
    pending = [];
    length = 0;
    const block = { text: decode(lines, name, line), line };
    line += lineEnds(block.text);
    return block;
  };
  for await (const chunk of bytes) {
    const end = chunk.lastIndexOf(newline) + 1;
    if (end > 0) yield take(chunk.subarray(0, end));
    if (end < chunk.length) pending.push(chunk.subarray(end));
    length += chunk.length - end;
    if (length > longestLine) {
      throw new InputError(
        { source: name, line },
        `no line end within ${longestLine} bytes; expected lines of text`,
      );
    }
  }
  if (length > 0) yield take(new Uint8Array());
}

function decode(lines: Buffer, source: string, line: number): string {
  if (!isUtf8(lines)) {
    throw new InputError(
      { source, line: line + firstBadLine(lines) },
      "not UTF-8 text; expected CSV or JSON Lines, uncompressed",
    );
  }
  const text = lines.toString("utf8").replace(/\r\n?/g, "\n");
  return line === 1 && text.startsWith(byteOrderMark) ? text.slice(1) : text;
}

function lineEnds(text: string): number {
  let ends = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) ends++;
  return ends;
}

/** How many lines stand before the first that is not UTF-8. */
function firstBadLine(lines: Buffer): number {
  let start = 0;
  for (let before = 0; ; before++) {
    const end = lines.indexOf(newline, start) + 1 || lines.length;
    if (!isUtf8(lines.subarray(start, end))) return before;
    start = end;
  }
}

/** The first character that is not blank, and the blocks as they were. */
export async function peekText(
  blocks: AsyncGenerator<TextBlock>,
): Promise<{ first: string | undefined; blocks: AsyncGenerator<TextBlock> }> {
  const head: TextBlock[] = [];
  let first: string | undefined;
  while (first === undefined) {
    const { value, done } = await blocks.next();
    if (done) break;
    head.push(value);
    first = value.text.trimStart()[0];
  }
  return { first, blocks: resume(head, blocks) };
}

async function* resume(head: TextBlock[], rest: AsyncGenerator<TextBlock>): AsyncGenerator<TextBlock> {
  yield* head.splice(0);
  yield* rest;
}
