import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ServiceUnderTest } from "../../../test/service.js";

let tested: ServiceUnderTest;
beforeAll(async () => {
  tested = await ServiceUnderTest.open({ redact: (text) => text.replaceAll("secret", "[gone]") });
  for (const system of ["shop", "Travel-Planner"])
    await tested.ask("PUT", `/api/v1/systems/${system}`, { goals: ["help", "flatter"], intended: "help" });
}, 60_000);
afterAll(async () => {
  await tested.close();
  expect(tested.errors).toEqual([]);
});

const post = (path: string, body: BodyInit, headers: Record<string, string> = {}) =>
  tested.app.request(path, {
    method: "POST",
    body,
    headers: { "content-type": "application/json", ...headers },
  });

const attributes = (pairs: Record<string, string>) =>
  Object.entries(pairs).map(([key, stringValue]) => ({ key, value: { stringValue } }));

const trace = (n: number) => n.toString(16).padStart(32, "0");

const chat = (n: number, input: string, more: Record<string, string> = {}) => ({
  traceId: trace(n),
  spanId: "00f067aa0ba902b7",
  name: "chat",
  startTimeUnixNano: "1700000000000000000",
  endTimeUnixNano: "1700000001000000000",
  attributes: attributes({
    "gen_ai.operation.name": "chat",
    "gen_ai.response.id": `r${n}`,
    "gen_ai.input.messages": JSON.stringify([{ role: "user", parts: [{ type: "text", content: input }] }]),
    ...more,
  }),
});
const spans = (service: string, ...all: unknown[]) =>
  JSON.stringify({
    resourceSpans: [
      { resource: { attributes: attributes({ "service.name": service }) }, scopeSpans: [{ spans: all }] },
    ],
  });
const evaluation = (service: string, response: string, goal: string, name = "goal") =>
  JSON.stringify({
    resourceLogs: [
      {
        resource: { attributes: attributes({ "service.name": service }) },
        scopeLogs: [
          {
            logRecords: [
              {
                timeUnixNano: "1700000002000000000",
                eventName: "gen_ai.evaluation.result",
                attributes: attributes({
                  "gen_ai.response.id": response,
                  "gen_ai.evaluation.name": name,
                  "gen_ai.evaluation.score.label": goal,
                }),
              },
            ],
          },
        ],
      },
    ],
  });

const stored = async (system: string) => {
  await tested.settled();
  return tested.service.database.query<{ goal: string; messages: unknown }>(
    "SELECT goal, messages FROM transcripts WHERE system = $1 ORDER BY position",
    [system],
  );
};

it("gives a label its conversation, whichever comes first, and takes both once", async () => {
  const sent = spans("shop", chat(1, "the secret?"));
  for (const _ of [1, 2]) {
    const answer = await post("/v1/traces", sent);
    expect([answer.status, await answer.json()]).toEqual([200, {}]);
    expect((await post("/v1/logs", evaluation("shop", "r1", "flatter"))).status).toBe(200);
    expect((await post("/v1/logs", evaluation("shop", "r2", "help"))).status).toBe(200);
  }
  expect(await stored("shop")).toEqual([
    { goal: "flatter", messages: [{ role: "user", text: "the [gone]?" }] },
    { goal: "help", messages: [] },
  ]);
  // The same spans in another request: nothing is new but what is.
  await post("/v1/traces", spans("shop", chat(2, "late"), chat(1, "the secret?")));
  expect(await stored("shop")).toEqual([
    { goal: "flatter", messages: [{ role: "user", text: "the [gone]?" }] },
    { goal: "help", messages: [{ role: "user", text: "late" }] },
  ]);
  const overview = (await tested.ask("GET", "/api/v1/systems/shop")).body;
  expect(overview).toMatchObject({ system: "shop" });
  const [row] = await tested.service.database.query(
    "SELECT count(*) AS n FROM observations WHERE system = 'shop'",
  );
  expect(row).toEqual({ n: 2 });
});

it("knows a system by its agent's name, or by the header, and says which it does not know", async () => {
  const agent = { "gen_ai.agent.name": "Travel Planner", "gen_ai.conversation.id": "c" };
  const known = await post("/v1/traces", spans("unheard-of", chat(3, "hello", agent)));
  expect(await known.json()).toEqual({});
  const unknown = await post("/v1/traces", spans("unheard-of", chat(4, "hello"), chat(5, "hello")));
  expect(unknown.status).toBe(200);
  expect(await unknown.json()).toEqual({
    partialSuccess: {
      rejectedSpans: "2",
      errorMessage: expect.stringMatching(/no system 'unheard-of'.*PUT/),
    },
  });
  const named = await post("/v1/traces", spans("unheard-of", chat(4, "hello")), {
    "x-telostat-system": "shop",
  });
  expect(await named.json()).toEqual({});
  const logs = await post("/v1/logs", evaluation("unheard-of", "r4", "help"));
  expect(await logs.json()).toMatchObject({ partialSuccess: { rejectedLogRecords: "1" } });
});

it("takes an evaluation as a goal if it is called so or names a goal of the system", async () => {
  await post("/v1/logs", evaluation("Travel Planner", "x1", "pass", "relevance"));
  await post("/v1/logs", evaluation("Travel Planner", "x2", "help", "what-it-is-after"));
  await post("/v1/logs", evaluation("Travel Planner", "x3", "rule", "goal"));
  expect(await stored("Travel-Planner")).toMatchObject([{ goal: "help" }]);
  const rejections = (await tested.ask("GET", "/api/v1/systems/Travel-Planner/rejections")).body;
  expect(rejections).toMatchObject([{ content: { goal: "rule" } }]);
});

it("answers in the encoding of the request, failures as a Status", async () => {
  const zipped = await post("/v1/traces", gzipSync(spans("unheard-of", { ...chat(6, "x") })), {
    "content-encoding": "gzip",
  });
  expect(await zipped.json()).toMatchObject({ partialSuccess: { rejectedSpans: "1" } });
  const malformed = await post("/v1/traces", '{"resourceSpans":[{}', {});
  expect(malformed.status).toBe(400);
  expect(await malformed.json()).toEqual({ code: 3, message: expect.stringMatching(/malformed JSON/) });
  const binary = await post("/v1/logs", new Uint8Array([0x0a, 0xff]), {
    "content-type": "application/x-protobuf",
  });
  expect(binary.status).toBe(400);
  expect(binary.headers.get("content-type")).toBe("application/x-protobuf");
  expect(Buffer.from(await binary.arrayBuffer()).subarray(0, 2)).toEqual(Buffer.from([0x08, 3]));
  const empty = await post("/v1/logs", new Uint8Array(), { "content-type": "application/x-protobuf" });
  expect([empty.status, (await empty.arrayBuffer()).byteLength]).toEqual([200, 0]);
  const bomb = await post("/v1/traces", gzipSync(new Uint8Array(2 ** 25)), { "content-encoding": "gzip" });
  expect(bomb.status).toBe(413);
  expect(await bomb.json()).toMatchObject({ code: 11 });
  expect((await post("/v1/traces", "x", { "content-type": "text/plain" })).status).toBe(415);
});

it("takes a file of labels once, and nothing of one that has a wrong line", async () => {
  const path = "/api/v1/systems/Travel-Planner/uploads?format=labels";
  const csv = "goal,time\nhelp,2026-01-01T00:00:00Z\nflatter,2026-01-01T00:00:01Z\n";
  const before = await count();
  for (const repeated of [false, true]) {
    const answer = await post(path, csv, { "content-type": "text/csv" });
    expect(answer.status).toBe(202);
    expect(await answer.json()).toMatchObject({ received: 2, repeated });
  }
  await post(path, '{"goal":"help"}\n\n{"goal":"help","id":"x"}', { "content-type": "application/x-ndjson" });
  expect((await count()) - before).toBe(4);
  const wrong = await post(path, '{"goal":"help"}\n{"gaol":"help"}', {
    "content-type": "application/x-ndjson",
  });
  expect(wrong.status).toBe(422);
  expect(await wrong.json()).toMatchObject({ position: "upload:2" });
  expect((await post(`${path}x`, csv, { "content-type": "text/csv" })).status).toBe(400);
  expect((await count()) - before).toBe(4);
});

async function count(): Promise<number> {
  await tested.settled();
  const [row] = await tested.service.database.query<{ n: number }>(
    "SELECT count(*) AS n FROM observations WHERE system = 'Travel-Planner'",
  );
  return row!.n;
}
