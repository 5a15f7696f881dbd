import type { Input } from "../input.js";
import { InputError, NoObservationsError } from "../input-error.js";

/** Largest file that is read whole, in bytes: longer text is no longer one string in Node. */
export const largestWholeFile = 2 ** 29 - 25;

/** All bytes of an input whose format has no beginning that can be read before its end. */
export async function readWhole({ name, bytes }: Input): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > largestWholeFile) {
      throw new InputError(
        { source: name },
        `more than ${largestWholeFile} bytes; split the log, or use chat JSONL`,
      );
    }
  }
  if (length === 0) throw new NoObservationsError({ source: name }, "empty");
  return Buffer.concat(chunks, length);
}
