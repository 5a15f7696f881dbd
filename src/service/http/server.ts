import type { Server } from "node:http";
import { serve } from "@hono/node-server";
import type { Service } from "../service.js";
import { keyRows } from "../store/index.js";
import { type AppOptions, createApp } from "./app.js";
import { isLoopback } from "./security/origin.js";

export interface ServerOptions extends AppOptions {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
}

export interface HttpServer {
  /** "http://127.0.0.1:4318". */
  readonly address: string;
  /** Takes no more requests, and waits for those under way. */
  close(): Promise<void>;
}

/** Who can reach the service over a network needs a key, and there is none. */
export class KeysNeeded extends Error {
  override readonly name = "KeysNeeded";
}

/** Milliseconds: clients that are slow to send their headers, their request, or to read the answer are let go. */
const SLOW = { headersTimeout: 10_000, requestTimeout: 60_000, connectionsCheckingInterval: 5_000 };
const SILENT = 60_000;
/** Milliseconds that an idle connection is kept: well beyond any stall, or a request that came in one would be cut off. */
const IDLE = 60_000;
const CONNECTIONS = 1000;
/** Milliseconds that requests under way are waited for. */
const GRACE = 5_000;

/**
 * @throws Error with code EADDRINUSE where the port is taken.
 * @throws KeysNeeded
 */
export async function listen(
  service: Service,
  { host, port, ...options }: ServerOptions,
): Promise<HttpServer> {
  if (!isLoopback(host) && (await keyRows(service.database)).length === 0)
    throw new KeysNeeded(
      `${host} can be reached from other machines, and there is no key: make one with 'telostat serve keys add'`,
    );
  const closing = new AbortController();
  const app = createApp(service, { host, closing: closing.signal, ...options });
  const server = await new Promise<Server>((resolve, reject) => {
    const started = serve(
      { fetch: app.fetch, hostname: host, port, serverOptions: { ...SLOW, keepAliveTimeout: IDLE } },
      () => resolve(started),
    ) as Server;
    started.once("error", reject);
  });
  server.maxConnections = CONNECTIONS;
  server.setTimeout(SILENT);
  const bound = server.address();
  const at = typeof bound === "object" && bound !== null ? bound.port : port;
  return {
    address: `http://${host.includes(":") ? `[${host}]` : host}:${at}`,
    close: () =>
      new Promise((resolve, reject) => {
        closing.abort();
        const patience = setTimeout(() => server.closeAllConnections(), GRACE);
        server.close((error) => {
          clearTimeout(patience);
          if (error) reject(error);
          else resolve();
        });
        server.closeIdleConnections();
      }),
  };
}
