/** The body of a request: never more of it in memory than the limit, whatever its headers say. */
import { HttpProblem } from "./problem.js";

/** A body that is not JSON. */
export interface RawBody {
  /** Content type without its parameters, in lower case. */
  readonly type: string;
  /** The content type as it was sent: a multipart boundary is in it. */
  readonly header: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * @param most bytes, as they are sent and as they are when unpacked.
 * @throws HttpProblem 400, 413, 415
 */
export async function bytesOf(request: Request, most: number): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get("content-length") ?? 0) > most) throw tooLarge(most);
  const encoding = (request.headers.get("content-encoding") ?? "identity").trim().toLowerCase();
  if (encoding !== "identity" && encoding !== "gzip")
    throw new HttpProblem(415, `expected content-encoding gzip or none, got ${encoding.slice(0, 50)}`);
  if (request.body === null) return new Uint8Array();
  try {
    const sent = limited(request.body, most);
    return await joined(
      encoding === "gzip" ? limited(sent.pipeThrough(new DecompressionStream("gzip")), most) : sent,
    );
  } catch (error) {
    if (error instanceof HttpProblem) throw error;
    throw new HttpProblem(400, encoding === "gzip" ? "the body is not gzip" : "the body broke off");
  }
}

export function rawBody(
  header: string,
  bytes: Uint8Array<ArrayBuffer>,
  accepted: readonly string[],
): RawBody {
  const type = (header.split(";")[0] ?? "").trim().toLowerCase();
  if (!accepted.includes(type))
    throw new HttpProblem(415, `expected content-type ${accepted.join(" or ")}, got ${shown(type)}`);
  return { type, header, bytes };
}

/** @throws HttpProblem 400, 415 */
export function json(header: string, bytes: Uint8Array): unknown {
  if (!/^application\/([\w.-]*\+)?json *(;|$)/i.test(header))
    throw new HttpProblem(415, `expected content-type application/json, got ${shown(header)}`);
  try {
    return storable(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch (error) {
    const why = error instanceof SyntaxError ? error.message.slice(0, 200) : "it is not UTF-8";
    throw new HttpProblem(400, `the body is not JSON: ${why}`);
  }
}

/** What no text in PostgreSQL can hold, NUL and halves of surrogate pairs, becomes the replacement character. */
export function storable(value: unknown): unknown {
  const waiting: unknown[] = [[value]];
  const [root] = waiting as [unknown[]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const container = next as Record<string, unknown>;
    for (const key of Object.keys(container)) {
      const inner = container[key];
      if (typeof inner === "string") container[key] = storableText(inner);
      else if (typeof inner === "object" && inner !== null) waiting.push(inner);
      const name = storableText(key);
      if (name !== key) {
        container[name] = container[key];
        delete container[key];
      }
    }
  }
  return root[0];
}

const storableText = (text: string): string => text.replace(/\p{Surrogate}|\0/gu, "\ufffd");

const shown = (type: string): string => (type === "" ? "none" : type.slice(0, 100));

const tooLarge = (most: number): HttpProblem =>
  new HttpProblem(413, `the body has more than ${most} bytes: send it in parts`);

type Bytes = ReadableStream<Uint8Array<ArrayBuffer>>;

function limited(stream: Bytes, most: number): Bytes {
  let length = 0;
  return stream.pipeThrough(
    new TransformStream({
      transform(chunk, controller) {
        length += chunk.length;
        if (length > most) controller.error(tooLarge(most));
        else controller.enqueue(chunk);
      },
    }),
  );
}

async function joined(stream: Bytes): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  if (chunks.length === 1) return chunks[0]!;
  return Buffer.concat(chunks) as Uint8Array<ArrayBuffer>;
}
