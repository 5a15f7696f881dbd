import { type Document, isCollection, isNode, LineCounter, parseDocument } from "yaml";
import { type GoalFile, goalFileSchema } from "../contracts/index.js";
import type { Input } from "./input.js";
import { InputError } from "./input-error.js";

/** Longest goal file, in bytes. */
const longest = 2 ** 24;

/** Reads a goal file, YAML or JSON. @throws InputError at the line of the first thing that is wrong. */
export async function readGoalFile({ name, bytes }: Input): Promise<GoalFile> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > longest)
      throw new InputError({ source: name }, `more than ${longest} bytes; expected a goal file`);
  }
  const lines = new LineCounter();
  const document = parseDocument(Buffer.concat(chunks).toString("utf8"), {
    lineCounter: lines,
    prettyErrors: false,
  });
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { source: name, line, column: col };
  };
  const [error] = document.errors;
  if (error) throw new InputError(place(error.pos[0]), `malformed YAML: ${error.message}`);
  const result = goalFileSchema.safeParse(values(document, name));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = issue?.path.map((key) => (typeof key === "symbol" ? String(key) : key)) ?? [];
  const offset = offsetOf(document, path);
  throw new InputError(
    offset === undefined ? { source: name } : place(offset),
    [path.join("."), issue?.message].filter((part) => part !== "").join(": "),
  );
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
