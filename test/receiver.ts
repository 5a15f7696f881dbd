import { createServer, type IncomingHttpHeaders } from "node:http";
import { createServer as createTlsServer, type ServerOptions } from "node:https";
import type { AddressInfo } from "node:net";

/** Who alarms are sent to: keeps what came, and answers as it is told. */
export interface Receiver {
  readonly port: number;
  readonly received: Received[];
  /** How it answers each that comes; 200 where it is not set. */
  answer: (
    nth: number,
    body: string,
  ) => { readonly status: number; readonly headers?: Record<string, string> };
  close(): Promise<void>;
}

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly path: string;
  readonly body: string;
  /** Milliseconds, of `performance.now()`. */
  readonly at: number;
}

/** @param tls key and certificate, where it speaks TLS. */
export async function receive(tls?: ServerOptions): Promise<Receiver> {
  const received: Received[] = [];
  const server = (tls === undefined ? createServer() : createTlsServer(tls)).on(
    "request",
    (incoming, outgoing) => {
      let body = "";
      incoming.on("data", (chunk: Buffer) => {
        body += chunk;
      });
      incoming.on("end", () => {
        received.push({ headers: incoming.headers, path: incoming.url ?? "", body, at: performance.now() });
        const { status, headers } = receiver.answer(received.length, body);
        outgoing.writeHead(status, headers).end(status < 300 ? "" : "because");
      });
    },
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const receiver: Receiver = {
    port: (server.address() as AddressInfo).port,
    received,
    answer: () => ({ status: 200 }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return receiver;
}
