import { createHash } from "node:crypto";
import { readdir, stat } from "node:fs/promises";
import { join, relative } from "node:path";

/** Changes when a file of the folder is added, removed or written: a hash of names, sizes and times, not of contents. */
export async function fingerprint(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const hash = createHash("sha256");
  for (const file of files.sort()) {
    const { size, mtimeMs } = await stat(file);
    hash.update(JSON.stringify([relative(folder, file), size, mtimeMs]));
  }
  return hash.digest("hex").slice(0, 32);
}
