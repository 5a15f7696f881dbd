import { request as http, type IncomingMessage } from "node:http";
import { request as https } from "node:https";
import { addressesOf, type Resolve } from "./address.js";
import { unreached } from "./unreached.js";

/** What is sent: JSON, and headers beside those of JSON. */
export interface Outgoing {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface PostOptions {
  readonly allowPrivate: boolean;
  readonly resolve: Resolve;
  /** Milliseconds for all of it. */
  readonly timeout: number;
}

/** Bytes of an answer that are read, for the message of an error. */
const READ = 500;

/** The receiver answered that it did not take what was sent. */
export class NotTaken extends Error {
  override readonly name = "NotTaken";

  constructor(
    readonly status: number,
    /** The beginning of what it said. */
    text: string,
    /** Its Retry-After, as it came. */
    readonly retryAfter: string | undefined,
  ) {
    super(`answered ${status}${text === "" ? "" : `: ${text}`}`);
  }
}

/**
 * Posts to exactly the addresses that were checked; redirections are not followed. TLS is checked against the name.
 *
 * @throws TargetRefused, NotTaken, or an error that says why the receiver was not reached.
 */
export async function post(url: URL, { body, headers }: Outgoing, options: PostOptions): Promise<void> {
  const addresses = await addressesOf(url, options.allowPrivate, options.resolve);
  const signal = AbortSignal.timeout(options.timeout);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const outgoing = (url.protocol === "https:" ? https : http)(url, {
      method: "POST",
      agent: false,
      signal,
      headers: {
        ...headers,
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
        "user-agent": "telostat",
      },
      lookup: (_host, { all }, done) => {
        if (all) done(null, [...addresses]);
        else done(null, addresses[0]!.address, addresses[0]!.family);
      },
    });
    outgoing.once("response", resolve);
    outgoing.on("error", (error) =>
      reject(new Error(signal.aborted ? `no answer in ${options.timeout / 1000} s` : unreached(error, url))),
    );
    outgoing.end(body);
  });
  const { statusCode: status = 0 } = response;
  const taken = status >= 200 && status < 300;
  const text = taken ? "" : await beginning(response);
  response.destroy();
  if (!taken) throw new NotTaken(status, text, response.headers["retry-after"]);
}

/** What came of the body, however it ended: the status is what counts. */
async function beginning(response: IncomingMessage): Promise<string> {
  let start = "";
  response.setEncoding("utf8");
  try {
    for await (const chunk of response as AsyncIterable<string>) {
      start += chunk;
      if (start.length >= READ) break;
    }
  } catch {
    // Cut off: what came so far is told.
  }
  return start.slice(0, READ);
}
