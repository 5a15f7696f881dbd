import { type ServerType, serve } from "@hono/node-server";
import type { Service } from "../service.js";
import { type AppOptions, createApp } from "./app.js";

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

/** @throws Error with code EADDRINUSE where the port is taken. */
export async function listen(
  service: Service,
  { host, port, ...options }: ServerOptions,
): Promise<HttpServer> {
  const app = createApp(service, options);
  const server = await new Promise<ServerType>((resolve, reject) => {
    const started = serve({ fetch: app.fetch, hostname: host, port }, () => resolve(started));
    started.once("error", reject);
  });
  const bound = server.address();
  const at = typeof bound === "object" && bound !== null ? bound.port : port;
  return {
    address: `http://${host.includes(":") ? `[${host}]` : host}:${at}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        if ("closeIdleConnections" in server) server.closeIdleConnections();
      }),
  };
}
