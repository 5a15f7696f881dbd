import { createHmac } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { AlarmNotice, DestinationSettings } from "../../contracts/index.js";
import { createApp } from "../http/app.js";
import { untraced } from "../instrumentation/tracing.js";
import type { Service } from "../service.js";
import { type Database, insertDeliveries, insertDestination, migrate, openPglite } from "../store/index.js";
import { isPrivate, type Resolve } from "./address.js";
import { NotTaken } from "./post.js";
import { sampleNotice } from "./sample-notice.js";
import { askedToWait, pauseAfter, Sender, type SenderOptions } from "./sender.js";

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let folder: string;
let database: Database;
let receiver: Server;
let port: number;
let received: Received[] = [];
interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  /** The body goes on for ever. */
  readonly endless?: boolean;
}
/** How the receiver answers; null for never, "dropped" for a connection that it ends. */
let answer: Answer | "dropped" | null = { status: 200 };
let time = 1_700_000_000;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "telostat-alerts-"));
  database = await openPglite(folder);
  await migrate(database);
  receiver = createServer((incoming, outgoing) => {
    let body = "";
    incoming.on("data", (chunk) => {
      body += chunk;
    });
    incoming.on("end", () => {
      received.push({ headers: incoming.headers, body });
      if (answer === "dropped") outgoing.destroy();
      else if (answer?.endless) outgoing.writeHead(answer.status).write("x".repeat(2000));
      else if (answer !== null) outgoing.writeHead(answer.status, answer.headers).end(answer.body ?? "");
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  ({ port } = receiver.address() as AddressInfo);
}, 60_000);
beforeEach(async () => {
  await database.query("DELETE FROM destinations");
  received = [];
  answer = { status: 200 };
});
afterAll(async () => {
  receiver.closeAllConnections();
  receiver.close();
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const now = () => time;
const senderOf = (options: Partial<SenderOptions> = {}) =>
  new Sender(database, { now, allowPrivate: true, ...options });
const url = () => `http://127.0.0.1:${port}/hook`;
const destination = (kind: DestinationSettings["kind"], secret: string | null = null, to = url()) =>
  insertDestination(database, { kind, name: kind, url: to }, secret, time);
const turn = async (sender: Sender) => {
  await sender.turn();
  await sender.settled();
};
const deliveries = () =>
  database.query<{ state: string; attempts: number; error: string | null; not_before: number }>(
    "SELECT state, attempts, error, not_before FROM deliveries",
  );

const notice: AlarmNotice = {
  ...sampleNotice(1_699_999_000),
  id: "bot.1.entropy/raised/0",
  notice: "raised",
  title: "bot <b> & co: ethical entropy 0.61, tolerated 0.40",
  link: "http://service.example/alarms/1",
};
const open: AlarmNotice = { ...notice, alarm: { ...notice.alarm, state: "open", resolvedAt: null } };

describe("notices", () => {
  it("are signed for a webhook, over the time and the body as they were sent", async () => {
    await destination("webhook", "secret");
    await insertDeliveries(database, open, time);
    await turn(senderOf());
    const [{ headers, body }] = received as [Received];
    expect(JSON.parse(body)).toEqual(open);
    const expected = createHmac("sha256", "secret").update(`${time}.${body}`).digest("hex");
    expect(headers).toMatchObject({
      "telostat-id": open.id,
      "telostat-timestamp": String(time),
      "telostat-signature": `v1=${expected}`,
    });
    expect(await deliveries()).toMatchObject([{ state: "sent", attempts: 1 }]);
  });

  it("are text for Slack, with nothing in it that Slack would read", async () => {
    await destination("slack");
    await insertDeliveries(database, open, time);
    await turn(senderOf());
    const { text } = JSON.parse(received[0]!.body);
    expect(text).toContain("*bot &lt;b&gt; &amp; co: ethical entropy 0.61, tolerated 0.40*");
    expect(text).toContain("<http://service.example/alarms/1|Evidence>");
  });

  it.each([
    [open, "firing", "0001-01-01T00:00:00Z"],
    [notice, "resolved", "2023-11-14T21:56:40.000Z"],
  ])("have Alertmanager's shape %#", async (sent, status, endsAt) => {
    await destination("alertmanager");
    await insertDeliveries(database, sent, time);
    await turn(senderOf());
    const body = JSON.parse(received[0]!.body);
    expect(Object.keys(body).sort()).toEqual(
      "alerts,commonAnnotations,commonLabels,externalURL,groupKey,groupLabels,receiver,status,truncatedAlerts,version".split(
        ",",
      ),
    );
    expect(body).toMatchObject({ version: "4", status, receiver: "alertmanager" });
    expect(body.alerts[0]).toMatchObject({ status, startsAt: "2023-11-14T21:56:40.000Z", endsAt });
    expect(body.alerts[0].fingerprint).toMatch(/^[0-9a-f]{16}$/);
  });
});

describe("delivery", () => {
  it("is tried again after a growing pause, with the same id, until it is taken", async () => {
    await destination("webhook", "secret");
    await insertDeliveries(database, open, time);
    await insertDeliveries(database, open, time);
    const sender = senderOf();
    answer = { status: 500, body: "not now" };
    await turn(sender);
    expect(await deliveries()).toMatchObject([
      { state: "waiting", attempts: 1, error: "answered 500: not now" },
    ]);
    await turn(sender);
    expect(received).toHaveLength(1);
    time = (await deliveries())[0]!.not_before;
    await turn(sender);
    answer = { status: 204 };
    time = (await deliveries())[0]!.not_before;
    await turn(sender);
    expect(received.map(({ headers }) => headers["telostat-id"])).toEqual([open.id, open.id, open.id]);
    expect(await deliveries()).toMatchObject([{ state: "sent", attempts: 3, error: null }]);
    for (let attempt = 1; attempt < 30; attempt++) {
      const most = Math.min(3600, 5 * 2 ** (attempt - 1));
      const pause = pauseAfter(attempt);
      expect(pause).toBeLessThanOrEqual(most);
      expect(pause).toBeGreaterThanOrEqual(most / 2);
    }
  });

  it("is given up in the end, and taken up again when asked", async () => {
    await destination("slack");
    await insertDeliveries(database, open, time);
    const sender = senderOf({ attempts: 2 });
    answer = { status: 500 };
    await turn(sender);
    time += 100;
    await turn(sender);
    expect(await deliveries()).toMatchObject([{ state: "failed", attempts: 2, error: "answered 500" }]);
    answer = { status: 200 };
    expect(await ask("POST", "/api/v1/destinations/slack/retry", senderOf())).toMatchObject({
      body: { retried: 1 },
    });
    await turn(sender);
    expect(await deliveries()).toMatchObject([{ state: "sent" }]);
  });

  it("follows no redirection, and waits for no one for ever", async () => {
    await destination("slack");
    await insertDeliveries(database, open, time);
    answer = { status: 302, headers: { location: "/elsewhere" } };
    await turn(senderOf({ attempts: 1 }));
    expect(received).toHaveLength(1);
    expect(await deliveries()).toMatchObject([{ state: "failed", error: "answered 302" }]);
    answer = null;
    await insertDeliveries(database, { ...open, id: "other" }, time);
    await turn(senderOf({ attempts: 1, timeout: 200 }));
    expect((await deliveries())[1]).toMatchObject({ state: "failed", error: "no answer in 0.2 s" });
  });

  it("is tried again after a connection that was dropped", async () => {
    await destination("slack");
    await insertDeliveries(database, open, time);
    answer = "dropped";
    await turn(senderOf());
    expect(await deliveries()).toMatchObject([{ state: "waiting", error: "socket hang up" }]);
    answer = { status: 200 };
    time = (await deliveries())[0]!.not_before;
    await turn(senderOf());
    expect(await deliveries()).toMatchObject([{ state: "sent", attempts: 2, error: null }]);
  });

  it("waits as long as the receiver asks, a day at most", async () => {
    await destination("slack");
    await insertDeliveries(database, open, time);
    answer = { status: 429, headers: { "retry-after": "600" } };
    await turn(senderOf());
    expect(await deliveries()).toMatchObject([{ state: "waiting", not_before: time + 600 }]);
    const headers = ["Thu, 01 Jan 1970 00:20:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "999999999", "soon"];
    expect(headers.map((header) => askedToWait(new NotTaken(429, "", header), 1000))).toEqual([
      200, 0, 86_400, 0,
    ]);
    expect(askedToWait(new Error("socket hang up"), 1000)).toBe(0);
  });

  it("is done with the status, however long the body", async () => {
    await destination("slack");
    await insertDeliveries(database, open, time);
    answer = { status: 200, endless: true };
    await turn(senderOf());
    expect(await deliveries()).toMatchObject([{ state: "sent" }]);
    answer = { status: 500, endless: true };
    await insertDeliveries(database, { ...open, id: "other" }, time);
    await turn(senderOf());
    expect((await deliveries())[1]).toMatchObject({ error: `answered 500: ${"x".repeat(500)}` });
  });

  it("is taken over from a process that died", async () => {
    await destination("slack");
    await insertDeliveries(database, open, time);
    await database.query("UPDATE deliveries SET not_before = $1, attempts = 1", [time + 40]);
    await turn(senderOf());
    expect(received).toHaveLength(0);
    time += 41;
    await turn(senderOf());
    expect(received).toHaveLength(1);
  });
});

describe("private addresses", () => {
  const hidden =
    "127.0.0.1 10.1.2.3 172.31.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255 ::1 :: fe80::1 fd00::1 ff02::1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 64:ff9b::7f00:1 2002:7f00:1:: fec0::1 fe80::1%eth0 ::ffff:0:7f00:1 3fff::1 168.63.129.16";
  it("are known from public ones", () => {
    expect(hidden.split(" ").filter((address) => !isPrivate(address))).toEqual([]);
    expect(["8.8.8.8", "172.32.0.1", "2606:4700::1111", "192.169.0.1"].filter(isPrivate)).toEqual([]);
    expect(isPrivate("no address")).toBe(true);
  });

  it.each([
    "http://127.0.0.1/",
    "http://0x7f.1/",
    "http://2130706433/",
    "http://[::1]/",
    "http://[::ffff:7f00:1]/",
    "http://localhost/",
    "http://169.254.169.254/latest/meta-data",
    "ftp://8.8.8.8/",
    "http://user:password@8.8.8.8/",
  ])("%s is refused when it is given", async (target) => {
    const body = { kind: "webhook", name: "x", url: target };
    const sender = senderOf({ allowPrivate: false });
    expect(await ask("POST", "/api/v1/destinations", sender, body)).toMatchObject({
      status: 422,
      body: { position: "url" },
    });
  });

  it("are refused when a name that was public has come to them, at the one look-up that counts", async () => {
    let lookups = 0;
    const rebinding: Resolve = async () => {
      lookups++;
      return [{ address: lookups === 1 ? "8.8.8.8" : "127.0.0.1", family: 4 }];
    };
    const sender = senderOf({ allowPrivate: false, resolve: rebinding });
    const body = { kind: "webhook", name: "rebound", url: `http://rebound.example:${port}/` };
    expect((await ask("POST", "/api/v1/destinations", sender, body)).status).toBe(201);
    await insertDeliveries(database, open, time);
    await turn(sender);
    expect(lookups).toBe(2);
    expect(received).toEqual([]);
    expect(await deliveries()).toMatchObject([
      { state: "failed", error: expect.stringContaining("127.0.0.1") },
    ]);
  });

  it("are connected to as they were checked, where they are allowed", async () => {
    let lookups = 0;
    const once: Resolve = async () => {
      lookups++;
      return [{ address: "127.0.0.1", family: 4 }];
    };
    await destination("slack", null, `http://pinned.example:${port}/`);
    await insertDeliveries(database, open, time);
    await turn(senderOf({ resolve: once }));
    expect(lookups).toBe(1);
    expect(received[0]!.headers.host).toBe(`pinned.example:${port}`);
  });
});

const ask = async (method: string, path: string, sender: Sender, body?: unknown) => {
  const service = {
    database,
    now,
    sender,
    tracing: untraced,
    announce() {},
    wake() {},
  } as unknown as Service;
  const app = createApp(service, {
    onError: (error) => {
      throw error;
    },
  });
  const response = await app.request(path, {
    method,
    ...(body !== undefined && {
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
    }),
  });
  return { status: response.status, body: response.status === 204 ? null : await response.json() };
};

describe("destinations", () => {
  it("are made, told without their secret, tested and removed", async () => {
    const sender = senderOf();
    const body = { kind: "webhook", name: "ops", url: url() };
    const made = await ask("POST", "/api/v1/destinations", sender, body);
    expect(made).toMatchObject({ status: 201, body: { secret: expect.stringMatching(/^[\w-]{43}$/) } });
    expect((await ask("POST", "/api/v1/destinations", sender, body)).status).toBe(409);
    const listed = await ask("GET", "/api/v1/destinations", sender);
    expect(listed.body).toMatchObject([{ name: "ops", waiting: 0, failed: 0 }]);
    expect(JSON.stringify(listed.body)).not.toContain(made.body.secret);
    expect((await ask("POST", "/api/v1/destinations/ops/test", sender)).body).toEqual({
      sent: true,
      detail: "taken",
    });
    answer = { status: 403, body: "no" };
    expect((await ask("POST", "/api/v1/destinations/ops/test", sender)).body).toEqual({
      sent: false,
      detail: "answered 403: no",
    });
    expect(received.map(({ body }) => JSON.parse(body).notice)).toEqual(["test", "test"]);
    expect((await ask("DELETE", "/api/v1/destinations/ops", sender)).status).toBe(204);
    expect((await ask("POST", "/api/v1/destinations/ops/test", sender)).status).toBe(404);
    const audit = await ask("GET", "/api/v1/audit?most=4", sender);
    const actions = audit.body.map(({ action }: { action: string }) => action);
    expect(actions).toEqual(["remove", "test", "test", "make"].map((what) => `${what} destination`));
    expect(JSON.stringify(audit.body)).not.toContain(made.body.secret);
  });
});
