import { crc32 } from "node:zlib";
import { decompress as unzstd } from "fzstd";
import { type Entry, fromBufferPromise, type ZipFile } from "yauzl";
import { InputError } from "../input-error.js";
import { type ReadingLimits, Room, wholeFiles } from "./room.js";

/** Entries of a zip archive by name, in the order of the archive; each is decompressed when it is read. */
export interface Archive {
  readonly names: readonly string[];
  /** @throws InputError naming the entry: unknown compression, damaged or truncated data. */
  read(name: string): Promise<Buffer>;
}

const stored = 0;
const deflated = 8;
const zstandard = 93;

/**
 * Opens a zip archive held in memory. Compression methods: stored, deflate, and Zstandard (93), which newer Inspect
 * logs have and Node 20 does not. Sizes and CRC-32 are checked.
 */
export async function openArchive(
  bytes: Buffer,
  source: string,
  limits: ReadingLimits = wholeFiles,
): Promise<Archive> {
  const entries = new Map<string, Entry>();
  let zip: ZipFile;
  try {
    zip = await fromBufferPromise(bytes, { lazyEntries: true, autoClose: false });
    if (zip.entryCount > limits.entries)
      throw new InputError(
        { source },
        `${zip.entryCount} entries, of at most ${limits.entries}; split the log`,
      );
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError({ source }, `truncated, or not a zip archive: ${reason(error)}`);
  }
  const room = new Room(limits.unpacked, "bytes, unpacked,");
  const read = async (name: string): Promise<Buffer> => {
    const position = { source: `${source}/${name}` };
    const entry = entries.get(name);
    if (!entry) throw new InputError(position, "no such entry");
    const { compressionMethod: method, uncompressedSize: size } = entry;
    if (entry.isEncrypted()) throw new InputError(position, "encrypted; expected a plain archive");
    if (![stored, deflated, zstandard].includes(method)) {
      throw new InputError(
        position,
        `compression method ${method} is unknown; expected stored, deflate or zstd`,
      );
    }
    room.take(size, position);
    let content: Buffer;
    try {
      content = await inflate(zip, entry);
    } catch (error) {
      throw new InputError(position, `damaged or truncated: ${reason(error)}`);
    }
    if (content.length !== size || crc32(content) !== entry.crc32) {
      throw new InputError(position, "damaged: size or checksum is not the one in the archive's directory");
    }
    return content;
  };
  return { names: [...entries.keys()], read };
}

async function inflate(zip: ZipFile, entry: Entry): Promise<Buffer> {
  const zstd = entry.compressionMethod === zstandard;
  const stream = await zip.openReadStreamPromise(entry, zstd ? { decodeFileData: false } : {});
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  const content = Buffer.concat(chunks);
  // The output is given so that a frame which claims a larger size cannot allocate it.
  return zstd ? Buffer.from(unzstd(content, new Uint8Array(entry.uncompressedSize))) : content;
}

const reason = (error: unknown): string => (error as Error).message.replace(/\.$/, "");
