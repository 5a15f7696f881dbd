import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { drawKey, matches } from "../../keys/key.js";
import { openService, type Service } from "../../service.js";
import { createApp } from "../app.js";
import { type HttpServer, KeysNeeded, listen } from "../server.js";
import { networkOf } from "./network.js";
import { isLoopback } from "./origin.js";
import { RateLimit } from "./rate-limit.js";

let folder: string;
let service: Service;
let server: HttpServer;
const errors: unknown[] = [];
const onError = (error: unknown) => errors.push(error);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "telostat-security-"));
  service = await openService({ folder, now: () => Date.now() / 1000, onError });
  server = await listen(service, { host: "127.0.0.1", port: 0, onError, mostBytes: 100_000 });
}, 60_000);
afterAll(async () => {
  await server.close();
  await service.close();
  await rm(folder, { recursive: true, force: true });
  expect(errors).toEqual([]);
});

interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string | number>;
  readonly body?: string | Uint8Array;
}

/** By node:http, which sends the Host and Origin it is told. */
const ask = ({ method = "GET", path = "/api/v1/systems", headers = {}, body }: Asked) =>
  new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; text: string }>(
    (resolve, reject) => {
      const outgoing = request(server.address + path, { method, headers, agent: false }, (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("end", () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            text: Buffer.concat(chunks).toString(),
          }),
        );
      });
      outgoing.on("error", reject);
      outgoing.end(body);
    },
  );

const json = { "content-type": "application/json" };
const mark = { method: "POST", path: "/api/v1/systems/none/events" };

describe("what a page of another origin can make a browser send", () => {
  it.each([
    [{ host: "evil.example" }, 421],
    [{ host: "127.0.0.1.evil.example" }, 421],
    [{ host: "localhost:1" }, 200],
    [{ host: "[::1]:4318" }, 200],
    [{ origin: "https://evil.example" }, 403],
    [{ origin: "null" }, 403],
    [{ "sec-fetch-site": "cross-site" }, 403],
    [{ "sec-fetch-site": "same-origin" }, 200],
  ])("%j is answered %i", async (headers, status) => {
    expect((await ask({ headers })).status).toBe(status);
  });

  it("takes its own origin", async () => {
    expect((await ask({ headers: { origin: server.address } })).status).toBe(200);
  });

  it.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])(
    "writes nothing from a form: %s",
    async (type) => {
      expect((await ask({ ...mark, headers: { "content-type": type }, body: "{}" })).status).toBe(415);
    },
  );

  it("sends strict headers with every answer, good or bad", async () => {
    for (const path of ["/api/v1/systems", "/nothing", "/health/live"]) {
      const { headers } = await ask({ path });
      expect(headers["content-security-policy"]).toMatch(/^default-src 'none'; script-src 'self';/);
      expect(headers).toMatchObject({ "x-content-type-options": "nosniff", "x-frame-options": "DENY" });
    }
  });
});

it("keeps an idle connection for a minute, so that no stall cuts off what came in meanwhile", async () => {
  const { headers } = await ask({ headers: { connection: "keep-alive" } });
  expect(headers["keep-alive"]).toBe("timeout=60");
});

describe("bodies", () => {
  const big = JSON.stringify({ kind: "note", text: "x".repeat(200_000) });
  it.each([
    ["with a length", { ...json, "content-length": big.length }, big],
    ["in chunks", { ...json, "transfer-encoding": "chunked" }, big],
    ["packed", { ...json, "content-encoding": "gzip" }, gzipSync(big)],
    ["packed a thousandfold", { ...json, "content-encoding": "gzip" }, gzipSync(Buffer.alloc(50_000_000))],
  ])("are bounded %s", async (_, headers, body) => {
    expect((await ask({ ...mark, headers, body })).status).toBe(413);
  });

  it.each([
    ["no gzip", { ...json, "content-encoding": "gzip" }, "{}", 400],
    ["another packing", { ...json, "content-encoding": "br" }, "{}", 415],
    ["no JSON", json, "{", 400],
    ["no UTF-8", json, Buffer.from([0x22, 0xff, 0x22]), 400],
    ["packed", { ...json, "content-encoding": "gzip" }, gzipSync('{"kind":"note","text":"a"}'), 404],
  ])("%s are told apart", async (_, headers, body, status) => {
    expect((await ask({ ...mark, headers, body })).status).toBe(status);
  });

  it("hold no text that the database cannot", async () => {
    const settings = { goals: ["a", "b"], intended: "a" };
    await ask({ method: "PUT", path: "/api/v1/systems/s", headers: json, body: JSON.stringify(settings) });
    const event = { method: "POST", path: "/api/v1/systems/s/events", headers: json };
    const made = await ask({ ...event, body: '{"kind":"note","text":"a\\u0000b\\ud800c"}' });
    expect(JSON.parse(made.text)).toMatchObject({ text: "a\ufffdb\ufffdc" });
    expect((await ask({ path: "/api/v1/alarms/%00" })).status).toBe(404);
  });
});

it("lets go of a client that does not finish its headers", async () => {
  const { port } = new URL(server.address);
  const socket = connect(Number(port), "127.0.0.1");
  socket.write("GET /health/live HTTP/1.1\r\nhost: localhost\r\n");
  const answer = await new Promise<string>((resolve) => {
    let text = "";
    socket.on("data", (chunk) => {
      text += chunk;
    });
    socket.on("close", () => resolve(text));
  });
  expect(answer).toMatch(/^HTTP\/1.1 408/);
}, 30_000);

it("counts requests by sender", () => {
  let time = 0;
  const limit = new RateLimit({ rate: 2, burst: 3, clock: () => time });
  for (let i = 0; i < 3; i++) limit.take("a");
  expect(() => limit.take("a")).toThrow(/more than 2/);
  limit.take("b");
  time = 0.5;
  limit.take("a");
  expect(() => limit.take("a")).toThrow(/more than 2/);
});

it.each([
  ["192.0.2.7", "192.0.2.7"],
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["::FFFF:c000:207", "192.0.2.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:0DB8:0001:0002::", "2001:db8:1:2::/64"],
  ["2001:db8::9", "2001:db8:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["127.0.0.1", "loopback"],
  ["127.9.9.9", "loopback"],
  ["::1", "loopback"],
  ["::ffff:127.0.0.1", "loopback"],
  ["unknown", "unknown"],
])("counts requests of %s as those of %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});

it("counts requests of one network together", async () => {
  const app = createApp(service, { onError, rate: 0.001, burst: 2 });
  const from = async (remoteAddress: string) =>
    (await app.request("/health/live", {}, { incoming: { socket: { remoteAddress } } })).status;
  const addresses = ["2001:db8::1", "2001:db8::2", "2001:db8::3", "2001:db8:0:1::1", "::ffff:192.0.2.1"];
  const statuses: number[] = [];
  for (const address of addresses) statuses.push(await from(address));
  expect(statuses).toEqual([200, 200, 429, 200, 200]);
});

it("knows which addresses only this machine can reach", () => {
  const hosts = [
    "127.0.0.1",
    "127.8.8.8",
    "::1",
    "[::1]",
    "localhost",
    "::ffff:127.0.0.1",
    "0:0:0:0:0:0:0:1",
    "0.0.0.0",
    "::",
    "10.0.0.1",
    "localhost.evil",
  ];
  expect(hosts.filter(isLoopback)).toEqual(hosts.slice(0, 7));
});

describe("keys", () => {
  it("have 256 random bits and are stored as a digest", () => {
    const { id, key, hash } = drawKey();
    expect(Buffer.from(key.split("_").slice(2).join("_"), "base64url")).toHaveLength(32);
    expect(hash).not.toContain(key);
    expect([matches(key, hash), matches(`${key}x`, hash), matches(drawKey().key, hash)]).toEqual([
      true,
      false,
      false,
    ]);
    expect(id).toMatch(/^[0-9a-f]{16}$/);
  });

  it("are needed off loopback, and from the first on everywhere; their scopes are those of the routes", async () => {
    await expect(listen(service, { host: "0.0.0.0", port: 0, onError })).rejects.toThrow(KeysNeeded);
    const app = createApp(service, { host: "0.0.0.0", onError });
    expect((await app.request("http://localhost/api/v1/systems")).status).toBe(401);

    const add = (name: string, scopes: string[], key?: string) =>
      ask({
        method: "POST",
        path: "/api/v1/keys",
        headers: { ...json, ...(key && { authorization: `Bearer ${key}` }) },
        body: JSON.stringify({ name, scopes }),
      });
    expect((await add("sender", ["ingest"])).status).toBe(409);
    const admin = JSON.parse((await add("root", ["admin"])).text) as { id: string; key: string };
    expect((await add("sender", ["ingest"])).status).toBe(401);
    const sender = JSON.parse((await add("sender", ["ingest"], admin.key)).text) as {
      id: string;
      key: string;
    };
    const by = (key: string) => ({ authorization: `Bearer ${key}` });
    const forged = `${admin.key.slice(0, -1)}${admin.key.endsWith("A") ? "B" : "A"}`;
    const status = async (asked: Asked) => (await ask(asked)).status;
    expect(await status({})).toBe(401);
    expect(await status({ headers: by(forged) })).toBe(401);
    expect(await status({ headers: by(sender.key) })).toBe(403);
    expect(await status({ ...mark, headers: { ...json, ...by(sender.key) }, body: "{}" })).toBe(422);
    expect(await status({ headers: by(admin.key) })).toBe(200);
    expect(await status({ path: "/health/live" })).toBe(200);
    const access = await ask({ path: "/api/v1/access", headers: by(admin.key) });
    expect(JSON.parse(access.text)).toEqual({ name: "root", scopes: ["admin"] });

    const remove = (id: string) =>
      status({ method: "DELETE", path: `/api/v1/keys/${id}`, headers: by(admin.key) });
    expect(await remove(admin.id)).toBe(409);
    expect(await remove(sender.id)).toBe(204);
    expect(await status({ ...mark, headers: { ...json, ...by(sender.key) }, body: "{}" })).toBe(401);
    const audit = await ask({ path: "/api/v1/audit", headers: by(admin.key) });
    expect(JSON.parse(audit.text).slice(0, 3)).toMatchObject([
      { actor: "root", action: "remove key", subject: sender.id },
      { actor: "root", action: "make key", subject: sender.id },
      { actor: "loopback", action: "make key", subject: admin.id },
    ]);
    expect(audit.text).not.toContain(sender.key);
    const stored = await service.database.query("SELECT * FROM keys");
    expect(JSON.stringify(stored)).not.toContain(admin.key.split("_").slice(2).join("_"));

    const wrong = await Promise.all(Array.from({ length: 40 }, () => status({ headers: by(forged) })));
    expect(wrong).toContain(429);
    expect(await status({ headers: by(admin.key) })).toBe(200);
  });
});
