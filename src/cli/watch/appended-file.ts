import { type FileHandle, mkdir, open } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { UserError } from "../exit.js";

/** A file that only grows, whose length a state file knows: what was written after it was saved is cut off again. */
export class AppendedFile {
  readonly path: string;
  readonly #file: FileHandle;
  bytes: number;

  private constructor(path: string, file: FileHandle, bytes: number) {
    this.path = path;
    this.#file = file;
    this.bytes = bytes;
  }

  /** @param bytes that a state file knows of; without it what is there stays. */
  static async open(path: string, bytes: number | undefined): Promise<AppendedFile> {
    let size: number;
    let file: FileHandle;
    try {
      await mkdir(dirname(resolve(path)), { recursive: true });
      file = await open(path, "a").then(async (created) => {
        await created.close();
        return open(path, "r+");
      });
      size = (await file.stat()).size;
      if (bytes !== undefined && bytes <= size) await file.truncate(bytes);
    } catch (error) {
      throw new UserError(`cannot write ${path}: ${(error as Error).message}`);
    }
    if (bytes === undefined || bytes <= size) return new AppendedFile(path, file, bytes ?? size);
    await file.close();
    throw new UserError(
      `${path} has ${size} bytes, and ${bytes} were written to it before: it is another file, or was changed`,
    );
  }

  /** Resolves once the lines are on the disk. */
  async append(lines: readonly string[]): Promise<void> {
    if (lines.length === 0) return;
    const bytes = Buffer.from(`${lines.join("\n")}\n`);
    try {
      await this.#file.write(bytes, 0, bytes.length, this.bytes);
      await this.#file.datasync();
    } catch (error) {
      throw new UserError(`cannot write ${this.path}: ${(error as Error).message}`);
    }
    this.bytes += bytes.length;
  }

  written(): { path: string; bytes: number } {
    return { path: this.path, bytes: this.bytes };
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
