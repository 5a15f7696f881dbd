import { InputError, type Position } from "./input-error.js";
import type { TextBlock } from "./text.js";

export type JsonRecord = Readonly<Record<string, unknown>>;
export type LinePosition = Position & { readonly line: number };

/** One object a line, blank lines skipped. @throws InputError at a line that is none; `expected` says what one is. */
export async function* jsonLines(
  blocks: AsyncIterable<TextBlock>,
  source: string,
  expected: string,
): AsyncGenerator<{ readonly object: JsonRecord; readonly position: LinePosition }> {
  for await (const block of blocks) {
    let line = block.line;
    for (const text of block.text.split("\n")) {
      const position = { source, line: line++ };
      if (text.trim() !== "") yield { object: parseObject(text, position, expected), position };
    }
  }
}

/** @throws InputError at text that is no JSON object; `expected` says what one is. */
export function parseObject(text: string, position: Position, expected: string): JsonRecord {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new InputError({ ...position, ...columnOf(error as Error) }, `malformed JSON; ${expected}`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    const kind = Array.isArray(value) ? "an array" : value === null ? "null" : `a ${typeof value}`;
    throw new InputError(position, `got ${kind}; ${expected}`);
  }
  return value as JsonRecord;
}

/** Where JSON.parse stopped, if V8's message says so. */
function columnOf({ message }: Error): { column?: number } {
  const offset = /at position (\d+)/.exec(message)?.[1];
  return offset === undefined ? {} : { column: Number(offset) + 1 };
}
