/**
 * The sum K of a run that was stopped: a line of JSON, then K [rows, rows] as little-endian float64 and the digests
 * of the rows as uint32. It resumes to the same bytes, so it holds what the sum depends on and is refused elsewhere.
 */
import { createHash } from "node:crypto";
import { mkdir, readFile, rm } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import writeFileAtomic from "write-file-atomic";
import type { StreamedGram } from "../../fisher/index.js";
import { blockWidth, type Layout } from "../../ingest/index.js";
import { UserError } from "../exit.js";

/** What a sum depends on; two runs whose subjects are equal may continue each other. */
export interface Subject {
  readonly version: 1;
  readonly files: readonly { readonly path: string; readonly size: number; readonly modified: number }[];
  /** Names, sizes and places of the columns, as a hash. */
  readonly columns: string;
  readonly rows: number;
  readonly width: number;
  readonly products: string;
}

export function subjectOf(layout: Layout, products: string): Subject {
  const { files, tensors, rows, dtype } = layout;
  return {
    version: 1,
    files: files.map(({ path, size, modified }) => ({ path: resolve(path), size, modified })),
    columns: sha256(JSON.stringify([dtype, tensors.map(({ name, entries }) => [name, entries])])),
    rows,
    width: blockWidth(layout),
    products,
  };
}

/** Where a run without --checkpoint keeps its sum: the same command finds it again, in the same folder. */
export function automaticPath({ files, columns }: Subject): string {
  const name = sha256(JSON.stringify([files.map(({ path }) => path), columns])).slice(0, 12);
  return `.telostat/fisher-${name}.gram`;
}

export async function saveCheckpoint(path: string, subject: Subject, gram: StreamedGram): Promise<void> {
  const { blocks, products, digests } = gram;
  const body = Buffer.concat([bytesOf(products), bytesOf(digests)]);
  const header = JSON.stringify({ subject, blocks, sha256: sha256(body) });
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFileAtomic(path, Buffer.concat([Buffer.from(`${header}\n`), body]));
  } catch (error) {
    throw new UserError(`cannot write the checkpoint ${path}: ${(error as Error).message}`);
  }
}

export async function removeCheckpoint(path: string): Promise<void> {
  await rm(path, { force: true });
}

/** The sum in `path`; undefined where there is no such file; why it cannot be continued where that is so. */
export async function loadCheckpoint(
  path: string,
  expected: Subject,
): Promise<StreamedGram | string | undefined> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new UserError(`cannot read the checkpoint ${path}: ${(error as Error).message}`);
  }
  const end = bytes.indexOf("\n");
  const header = parse(bytes.subarray(0, Math.max(0, end)).toString());
  const body = Uint8Array.from(bytes.subarray(end + 1));
  const { rows } = expected;
  if (header === undefined || sha256(body) !== header.sha256) return "it is damaged, or no checkpoint";
  const problem = difference(header.subject, expected);
  if (problem !== undefined) return problem;
  const products = new Float64Array(body.buffer, 0, rows * rows);
  return {
    rows,
    blocks: header.blocks,
    products,
    digests: new Uint32Array(body.buffer, 8 * rows * rows, rows),
  };
}

function difference(stored: Subject, expected: Subject): string | undefined {
  const paths = (subject: Subject) => JSON.stringify(subject.files.map(({ path }) => path));
  if (stored.version !== expected.version) return "another version of telostat made it";
  if (paths(stored) !== paths(expected)) return "it is of other files";
  const changed = expected.files.find(
    ({ size, modified }, i) => size !== stored.files[i]?.size || modified !== stored.files[i]?.modified,
  );
  if (changed !== undefined) return `${changed.path} has changed since`;
  if (stored.products !== expected.products) return `its products are of ${stored.products}`;
  return JSON.stringify(stored) === JSON.stringify(expected) ? undefined : "it is of other tensors";
}

function parse(line: string): { subject: Subject; blocks: number; sha256: string } | undefined {
  try {
    const header = JSON.parse(line);
    return Array.isArray(header.subject.files) && Number.isInteger(header.blocks) ? header : undefined;
  } catch {
    return undefined;
  }
}

const sha256 = (data: string | Uint8Array): string => createHash("sha256").update(data).digest("hex");

const bytesOf = ({ buffer, byteOffset, byteLength }: Float64Array | Uint32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);
