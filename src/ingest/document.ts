import { type Document, isCollection, isNode, LineCounter, parseDocument } from "yaml";
import type { Input } from "./input.js";
import { InputError } from "./input-error.js";

/** Longest document, in bytes. */
const longest = 2 ** 24;

/** What is checked of a document; a zod schema fits. */
interface Schema<T> {
  safeParse(value: unknown): {
    readonly data?: T;
    readonly error?: { readonly issues: readonly Issue[] } | undefined;
  };
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

export interface DocumentReading<T> {
  readonly value: T;
  /** An error at the value that `path` leads to, or the innermost that is there. */
  error(path: readonly (string | number)[], problem: string): InputError;
}

/**
 * Reads a document that was written by hand, YAML or JSON, against its schema.
 *
 * @param what it is, such as "a goal file".
 * @throws InputError at the line of the first thing that is wrong.
 */
export async function readDocument<T>(
  { name, bytes }: Input,
  schema: Schema<T>,
  what: string,
): Promise<DocumentReading<T>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > longest)
      throw new InputError({ source: name }, `more than ${longest} bytes; expected ${what}`);
  }
  return parseText(Buffer.concat(chunks).toString("utf8"), name, schema, what);
}

/** The same of text. @param name what messages call it. @throws InputError at the line of the first thing that is wrong. */
export function parseText<T>(
  text: string,
  name: string,
  schema: Schema<T>,
  what: string,
): DocumentReading<T> {
  if (text.length > longest)
    throw new InputError({ source: name }, `more than ${longest} characters; expected ${what}`);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { source: name, line, column: col };
  };
  const [error] = document.errors;
  if (error) throw new InputError(place(error.pos[0]), `malformed YAML: ${error.message}`);
  const errorAt = (path: readonly (string | number)[], problem: string): InputError => {
    const offset = offsetOf(document, path);
    return new InputError(offset === undefined ? { source: name } : place(offset), problem);
  };
  const result = schema.safeParse(values(document, name));
  if (result.error === undefined) return { value: result.data as T, error: errorAt };
  const [issue] = result.error.issues;
  const path = issue?.path.map((key) => (typeof key === "symbol" ? String(key) : key)) ?? [];
  throw errorAt(path, [path.join("."), issue?.message].filter((part) => part !== "").join(": "));
}

/** The document as plain values. @throws InputError where aliases multiply it beyond reason. */
function values(document: Document, source: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw new InputError({ source }, (error as Error).message);
  }
}

/** Where the value at `path` begins, or the innermost that is there. */
function offsetOf(document: Document, path: readonly (string | number)[]): number | undefined {
  for (let depth = path.length; depth >= 0; depth--) {
    const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return node.range[0];
    if (depth === 0 && !isCollection(node)) return undefined;
  }
  return undefined;
}
