import { request as http } from "node:http";
import { request as https } from "node:https";
import { addressOf, type Resolve } from "./address.js";

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

/**
 * Posts to exactly the address that was checked; redirections are not followed. TLS is checked against the name.
 *
 * @throws TargetRefused, or an error that says why the receiver did not take it.
 */
export async function post(url: URL, { body, headers }: Outgoing, options: PostOptions): Promise<void> {
  const { address, family } = await addressOf(url, options.allowPrivate, options.resolve);
  const signal = AbortSignal.timeout(options.timeout);
  const { status, text } = await new Promise<{ status: number; text: string }>((resolve, reject) => {
    const fail = (error: Error) =>
      reject(signal.aborted ? new Error(`no answer in ${options.timeout / 1000} s`) : error);
    const outgoing = (url.protocol === "https:" ? https : http)(
      url,
      {
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
          if (all) done(null, [{ address, family }]);
          else done(null, address, family);
        },
      },
      (incoming) => {
        let start = "";
        const end = () => resolve({ status: incoming.statusCode ?? 0, text: start.slice(0, READ) });
        incoming.setEncoding("utf8");
        incoming.on("data", (chunk: string) => {
          start += chunk;
          if (start.length < READ) return;
          end();
          incoming.destroy();
        });
        incoming.on("end", end);
        incoming.on("error", fail);
      },
    );
    outgoing.on("error", fail);
    outgoing.end(body);
  });
  if (status < 200 || status > 299) throw new Error(`answered ${status}${text === "" ? "" : `: ${text}`}`);
}
