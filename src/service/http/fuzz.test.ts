/**
 * Requests that no client should send: never an answer of 500 and above, a crash or a hang.
 *
 * TELOSTAT_FUZZ=100000 sends that many in place of the few of the suite.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jsonSchema } from "../../contracts/index.js";
import { openService, type Service } from "../service.js";
import { routes } from "./routes/index.js";
import { type HttpServer, listen } from "./server.js";

const requests = Number(process.env.TELOSTAT_FUZZ ?? 600);
/** Milliseconds: an answer after this is a hang. */
const HANG = 20_000;
const PATIENCE = 60_000 + requests * 40;

let folder: string;
let service: Service;
let server: HttpServer;
const errors: unknown[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "telostat-fuzz-"));
  const onError = (error: unknown) => errors.push(error);
  service = await openService({ folder, now: () => Date.now() / 1000, onError });
  server = await listen(service, {
    host: "127.0.0.1",
    port: 0,
    onError,
    rate: 1e6,
    mostBytes: 200_000,
  });
  await send("PUT", "/api/v1/systems/s", JSON.stringify({ goals: ["a", "b"], intended: "a" }));
  const run = { system: "s", parameterCount: 10, policy: { kind: "critical" } };
  await send("PUT", "/api/v1/runs/r", JSON.stringify(run));
}, 60_000);
afterAll(async () => {
  await server.close();
  await service.close();
  await rm(folder, { recursive: true, force: true });
});

/** Status of the answer; 0 where the connection was closed without one, which is as good a refusal. */
const send = (
  method: string,
  path: string,
  body?: string | Uint8Array,
  headers: Record<string, string> = { "content-type": "application/json" },
) =>
  new Promise<number>((resolve, reject) => {
    const { port } = new URL(server.address);
    const outgoing = request(
      { host: "127.0.0.1", port, method, path, headers, agent: false, timeout: HANG },
      (incoming) => {
        incoming.resume();
        // The stream of live messages has no end.
        if (incoming.headers["content-type"] === "text/event-stream") incoming.destroy();
        incoming.on("close", () => resolve(incoming.statusCode ?? 0));
        incoming.on("error", () => resolve(incoming.statusCode ?? 0));
      },
    );
    outgoing.on("timeout", () => {
      outgoing.destroy();
      reject(new Error(`${method} ${path} hangs`));
    });
    outgoing.on("error", () => resolve(0));
    outgoing.end(body);
  });

const nasty = fc.constantFrom(
  "",
  "s",
  "r",
  "\0",
  "\ud800",
  "__proto__",
  "constructor",
  "../../etc/passwd",
  "'; DROP TABLE systems; --",
  "<script>alert(1)</script>",
  "1e400",
  "NaN",
  "a".repeat(5000),
  "\u202e\u0000\uffff",
);
const number = fc.oneof(
  fc.constantFrom(0, -0, -1, 1, 1e308, -1e308, 5e-324, 2 ** 53, 2 ** 63, 1e15, 0.5),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
/** Names that the contracts have, so that bodies get past the first check. */
const names = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...namesOfContracts()) },
  { weight: 1, arbitrary: nasty },
);

function namesOfContracts(): string[] {
  const shape = (schema: unknown): string[] => {
    if (typeof schema !== "object" || schema === null) return [];
    return Object.entries(schema).flatMap(([key, inner]) =>
      key === "properties" ? [...Object.keys(inner as object), ...shape(inner)] : shape(inner),
    );
  };
  return [...new Set(routes.flatMap(({ body }) => (body ? shape(jsonSchema(body, "input")) : [])))];
}

const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    nasty,
    number,
    fc.boolean(),
    fc.constant(null),
    fc.constantFrom("a", "b", "entropy", "observations", "time", "webhook", "feedback"),
    fc.array(tie("any"), { maxLength: 5 }),
    fc.dictionary(names, tie("any"), { maxKeys: 6 }),
  ),
})).any;

/** A body by the contract of its route, of which one part is replaced. */
const almost: Readonly<Record<string, object>> = {
  "/api/v1/systems/{system}": {
    goals: ["a", "b"],
    intended: "a",
    window: { by: "observations", size: 5 },
    alarms: [{ against: { limit: 0.3 }, falseAlarmInterval: 100 }],
    lateness: 0,
    target: 0.1,
  },
  "/api/v1/systems/{system}/observations": {
    batch: "b",
    observations: [
      { id: 1, time: 1_700_000_000, goal: "a", count: 1, messages: [{ role: "user", text: "x" }] },
    ],
  },
  "/api/v1/systems/{system}/events": { kind: "note", text: "x", time: 1 },
  "/api/v1/runs/{run}": {
    system: "s",
    parameterCount: 10,
    policy: { kind: "feedback", target: 0.1, gain: 1, integralTime: 10, maximum: 1, initial: 0 },
  },
  "/api/v1/runs/{run}/steps": {
    step: 1,
    entropy: { value: 0.1, lower: 0.1, upper: 0.1 },
    lambdaMax: { value: 1, lower: 1, upper: 1 },
    counts: { a: 1, b: 2 },
    sketches: [
      [1, 2],
      [1, 3],
      [0, 1],
      [2, 2],
    ],
    metrics: { loss: 1 },
  },
  "/api/2.0/mlflow/runs/log-batch": {
    run_id: "r",
    metrics: [{ key: "loss", value: 1, timestamp: 1, step: 1 }],
  },
  "/api/v1/systems/{system}/alarm-preview": { against: { limit: 0.3 }, falseAlarmInterval: 100 },
};

const mutated = (path: string) =>
  fc.tuple(fc.nat(), value).map(([place, part]) => {
    const body = structuredClone(almost[path] ?? { name: "x", kind: "slack", url: "http://127.0.0.1/" });
    const holders: [Record<string, unknown>, string][] = [];
    const walk = (node: object) => {
      for (const [key, inner] of Object.entries(node)) {
        holders.push([node as Record<string, unknown>, key]);
        if (typeof inner === "object" && inner !== null) walk(inner);
      }
    };
    walk(body);
    const [holder, key] = holders[place % holders.length]!;
    holder[key] = part;
    return body as unknown;
  });

/** Keys would lock the fuzz out. */
const targets = routes.filter(({ path }) => !path.startsWith("/api/v1/keys"));
const asked = fc.constantFrom(...targets).chain((route) =>
  fc.record({
    method: fc.oneof(
      { weight: 9, arbitrary: fc.constant<string>(route.method) },
      { weight: 1, arbitrary: fc.constantFrom("GET", "PATCH", "OPTIONS", "HEAD", "TRACE", "PROPFIND") },
    ),
    path: fc
      .tuple(
        fc.oneof({ weight: 4, arbitrary: fc.constantFrom("s", "r") }, { weight: 1, arbitrary: nasty }),
        fc.option(
          fc.dictionary(fc.constantFrom("from", "to", "points", "state", "most", "x"), value, { maxKeys: 3 }),
        ),
      )
      .map(([name, query]) => {
        const filled = route.path.replace(
          /\{\w+\}/g,
          encodeURIComponent(name.replace(/\p{Surrogate}/gu, "?") || "s"),
        );
        const pairs = Object.entries(query ?? {}).map(([key, part]) => [key, String(JSON.stringify(part))]);
        return `${filled}${query === null ? "" : `?${new URLSearchParams(pairs)}`}`;
      }),
    body: fc.oneof(mutated(route.path), value).map((body) => JSON.stringify(body)),
    form: fc.constantFrom("plain", "plain", "plain", "plain", "gzip", "cut", "type", "bytes"),
  }),
);

/** One that is taken, however few are drawn. */
const good = {
  method: "POST",
  path: "/api/v1/systems/s/observations",
  body: JSON.stringify({ observations: [{ goal: "a" }] }),
  form: "plain" as const,
};

describe("bad requests", () => {
  it(
    "by the table of routes are refused, and nothing more",
    async () => {
      const half = Math.ceil(requests / 2);
      const seen = new Map<number, number>();
      await fc.assert(
        fc.asyncProperty(asked, async ({ method, path, body, form }) => {
          const headers: Record<string, string> = { "content-type": "application/json" };
          let sent: string | Uint8Array = body;
          if (form === "gzip") {
            headers["content-encoding"] = "gzip";
            sent = gzipSync(body);
          } else if (form === "cut") sent = body.slice(0, body.length / 2);
          else if (form === "type") headers["content-type"] = "application/x-protobuf";
          else if (form === "bytes") sent = Buffer.from(body, "utf16le");
          const status = await send(
            method,
            path,
            method === "GET" || method === "HEAD" ? undefined : sent,
            headers,
          );
          seen.set(status, (seen.get(status) ?? 0) + 1);
          expect(status, `${method} ${path} ${body.slice(0, 500)}`).toBeLessThan(500);
        }),
        { numRuns: half, seed: 8, endOnFailure: true, examples: [[good]] },
      );
      // The requests reach what is behind the first check: some are taken, and refused in many ways.
      expect([...seen.keys()]).toEqual(expect.arrayContaining([200, 202, 400, 404, 415, 422]));
      expect(errors).toEqual([]);
      expect(await send("GET", "/health/ready")).toBe(200);
    },
    PATIENCE,
  );

  it(
    "of raw bytes are answered or cut off",
    async () => {
      const line = fc.constantFrom(
        "GET / HTTP/1.1",
        "POST /api/v1/systems/s/observations HTTP/1.1",
        "GET /api/v1/systems HTTP/9.9",
        "GET http://[::bad/ HTTP/1.1",
        "GET //%ff%00 HTTP/1.0",
        "\0\0\0",
      );
      const header = fc.constantFrom(
        "host: localhost",
        "host: [",
        "host: a b",
        "host:",
        "content-length: 5",
        "content-length: -1",
        "content-length: 99999999999999999999",
        "transfer-encoding: chunked",
        "transfer-encoding: gzip, chunked",
        "content-type: application/json",
        "content-encoding: gzip",
        "expect: 100-continue",
        "upgrade: websocket",
        "connection: upgrade",
        "authorization: Bearer \u00ff",
        "x: ".padEnd(20_000, "y"),
        "no colon",
      );
      const bytes = fc.oneof(
        fc
          .tuple(line, fc.array(header, { maxLength: 6 }), fc.uint8Array({ maxLength: 100 }))
          .map(([first, headers, rest]) =>
            Buffer.concat([Buffer.from(`${[first, ...headers].join("\r\n")}\r\n\r\n`, "latin1"), rest]),
          ),
        fc.uint8Array({ minLength: 1, maxLength: 300 }),
      );
      await fc.assert(
        fc.asyncProperty(bytes, async (sent) => {
          expect(await raw(sent)).not.toMatch(/^HTTP\/1.1 5/);
        }),
        { numRuns: Math.floor(requests / 2), seed: 9, endOnFailure: true },
      );
      expect(errors).toEqual([]);
      expect(await send("GET", "/health/ready")).toBe(200);
    },
    PATIENCE,
  );
});

/** What comes back for bytes after which the client sends no more. */
function raw(bytes: Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(server.address).port), "127.0.0.1");
    let text = "";
    socket.setTimeout(HANG, () => {
      socket.destroy();
      reject(new Error(`no end after ${Buffer.from(bytes).toString("latin1").slice(0, 200)}`));
    });
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
    });
    socket.on("error", () => {});
    socket.on("close", () => resolve(text));
    socket.end(bytes);
  });
}
