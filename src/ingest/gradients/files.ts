/** Gradient files and folders on disk: their headers, and reads at any position with a bounded number open. */
import { close, open, read } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { promisify } from "node:util";
import { InputError } from "../input-error.js";
import { readNpyHeader } from "./npy.js";
import { readSafetensorsHeader } from "./safetensors.js";
import type { Source, StoredFile } from "./stored-tensor.js";

const [openFile, closeFile] = [promisify(open), promisify(close)];
const extensions = [".safetensors", ".npy"];
/** Below every system's usual limit of open files (256 on macOS). */
const mostOpen = 128;
/** Reads under way at a time, hence files that cannot be closed: more would only wait for a thread. */
const mostReads = 64;

/** Files as given; a folder stands for the gradient files in it, ordered by name with numbers by value. */
export async function gradientPaths(arguments_: readonly string[]): Promise<string[]> {
  const lists = await Promise.all(
    arguments_.map(async (path) => ((await statusOf(path)).isDirectory() ? inFolder(path) : [path])),
  );
  const paths = lists.flat();
  const twice = paths.find((path, i) => paths.indexOf(path) !== i);
  if (twice !== undefined) throw new InputError({ source: twice }, "given twice");
  return paths;
}

async function inFolder(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => !name.startsWith("."));
  const other = names.find((name) => !extensions.includes(extname(name)));
  if (names.length === 0 || other !== undefined) {
    const problem = other === undefined ? "is empty" : `holds '${other}' too`;
    throw new InputError(
      { source: folder },
      `${problem}; expected a folder of .safetensors or .npy files, or the files themselves`,
    );
  }
  const byNumber = new Intl.Collator("en", { numeric: true }).compare;
  return names.sort((a, b) => byNumber(a, b) || (a < b ? -1 : 1)).map((name) => join(folder, name));
}

/** Reads and checks the header of every file. */
export async function storedFiles(paths: readonly string[], reader: FileReader): Promise<StoredFile[]> {
  const files: StoredFile[] = [];
  for (const path of paths) files.push(await storedFile(path, reader));
  return files;
}

async function storedFile(path: string, reader: FileReader): Promise<StoredFile> {
  const status = await statusOf(path);
  if (!status.isFile()) throw new InputError({ source: path }, "is not a file");
  const { size, mtimeMs: modified } = status;
  const source: Source = {
    path,
    size,
    async read(position, length) {
      const bytes = new Uint8Array(length);
      await reader.read(path, bytes, 0, length, position);
      return bytes;
    },
  };
  switch (extname(path)) {
    case ".safetensors":
      return { path, size, modified, ...(await readSafetensorsHeader(source)) };
    case ".npy": {
      const tensor = await readNpyHeader(source, basename(path, ".npy"));
      return { path, size, modified, tensors: [tensor], metadata: {} };
    }
    default:
      throw new InputError({ source: path }, "expected a .safetensors or .npy file");
  }
}

/** Throws `InputError` at a file that is no longer as it was when its header was read: a trainer still writes to it. */
export async function ensureUnchanged(files: readonly StoredFile[]): Promise<void> {
  for (const { path, size, modified } of files) {
    const status = await statusOf(path);
    if (status.size !== size || status.mtimeMs !== modified)
      throw new InputError({ source: path }, "changed while it was read");
  }
}

async function statusOf(path: string) {
  try {
    return await stat(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(source: string, error: unknown): InputError {
  const { code, message } = error as NodeJS.ErrnoException;
  return new InputError({ source }, code === "ENOENT" ? "no such file" : `cannot be read: ${message}`);
}

/** Reads at positions of many files, of which the least recently used are closed beyond `mostOpen`. */
export class FileReader {
  readonly #open = new Map<string, { readonly handle: Promise<number>; pending: number }>();
  readonly #waiting: (() => void)[] = [];
  #reads = 0;

  /** Fills `length` bytes of `into` from `offset`, read at `position`. */
  async read(
    path: string,
    into: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<void> {
    if (this.#reads === mostReads) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#reads++;
    const file = this.#take(path);
    try {
      const handle = await file.handle;
      for (let done = 0; done < length; ) {
        const count = await readAt(handle, into, offset + done, length - done, position + done);
        if (count === 0) {
          throw new InputError({ source: path }, `ended at byte ${position + done} while it was read`);
        }
        done += count;
      }
    } catch (error) {
      throw error instanceof InputError ? error : unreadable(path, error);
    } finally {
      file.pending--;
      // Whoever waits takes the place of this read.
      const next = this.#waiting.shift();
      if (next === undefined) this.#reads--;
      else next();
    }
  }

  async close(): Promise<void> {
    const files = [...this.#open.values()];
    this.#open.clear();
    await Promise.allSettled(files.map(async ({ handle }) => closeFile(await handle)));
  }

  #take(path: string) {
    const known = this.#open.get(path);
    const file = known ?? { handle: openFile(path, "r"), pending: 0 };
    this.#open.delete(path);
    this.#open.set(path, file);
    file.pending++;
    if (known === undefined) this.#closeIdle();
    return file;
  }

  #closeIdle(): void {
    for (const [path, { handle, pending }] of this.#open) {
      if (this.#open.size <= mostOpen) return;
      if (pending > 0) continue;
      this.#open.delete(path);
      // A handle that could not be opened was reported to whoever read from it.
      handle.then(closeFile).catch(() => {});
    }
  }
}

/** `fs.read` as a promise: its promise twin costs three times as much a call. */
function readAt(
  handle: number,
  into: Uint8Array,
  offset: number,
  length: number,
  position: number,
): Promise<number> {
  return new Promise((resolve, reject) => {
    read(handle, into, offset, length, position, (error, count) => (error ? reject(error) : resolve(count)));
  });
}
