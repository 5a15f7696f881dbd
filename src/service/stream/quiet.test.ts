import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import type { Hono } from "hono";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createApp } from "../http/app.js";
import { openService, type Service } from "../service.js";
import type { Message, NewMessage } from "./queue.js";
import { askQuiet } from "./quiet.js";
import { observeTranscripts, type TranscriptsPayload } from "./transcripts.js";

let folder: string;
let service: Service;
let app: Hono;
let clock = 1_700_000_000;
const errors: unknown[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "telostat-quiet-"));
  const onError = (error: unknown) => errors.push(error);
  const redact = (text: string) => text.replaceAll("A7", "[order]");
  service = await openService({ folder, now: () => clock, onError, redact });
  app = createApp(service, { onError });
}, 60_000);
afterAll(async () => {
  await service.close();
  await rm(folder, { recursive: true, force: true });
  expect(errors).toEqual([]);
});

const goalFile = {
  goals: [
    { name: "refund", actions: ["find", { tool: "refund", arguments: { order: { regex: "^A" } } }] },
    { name: "sell", actions: ["offer"] },
  ],
};
const settings = { goals: ["refund", "sell", "none of these"], intended: "refund", goalFile, quietAfter: 10 };
const send = (method: string, path: string, body: unknown) =>
  app.request(path, {
    method,
    body: JSON.stringify(body),
    headers: { "content-type": "application/json" },
  });
const put = async (system: string, more: object = {}) =>
  expect((await send("PUT", `/api/v1/systems/${system}`, { ...settings, ...more })).status).toBe(200);

type Part = Record<string, unknown>;
const said = (role: string, ...parts: Part[]) => ({ role, parts });
const called = (id: string, name: string, given: object): Part => ({
  type: "tool_call",
  id,
  name,
  arguments: given,
});
const replied = (id: string, response: string): Part => ({ type: "tool_call_response", id, response });
/** What is said in turn; the second call fails at first. */
const talk = [
  said("user", { type: "text", content: "A7, please" }),
  said("assistant", { type: "text", content: "looking" }, called("1", "find", {})),
  said("tool", replied("1", "found")),
  said("assistant", called("2", "refund", { order: "A7" })),
  said("tool", replied("2", "Error: try again")),
  said("assistant", called("3", "refund", { order: "A7", again: true })),
  said("tool", replied("3", "done")),
];
const attributes = (pairs: Record<string, string>) =>
  Object.entries(pairs).map(([key, stringValue]) => ({ key, value: { stringValue } }));
/** Spans as agents send them: each model call with all that was said before it, and each tool by itself. */
function spansOf(conversation: string): { at: number; attributes: unknown }[] {
  const about = { "gen_ai.conversation.id": conversation };
  const models = [1, 3, 5].map((at) => ({
    at,
    attributes: attributes({
      ...about,
      "gen_ai.operation.name": "chat",
      "gen_ai.response.id": `${conversation}/${at}`,
      "gen_ai.input.messages": JSON.stringify(talk.slice(0, at)),
      "gen_ai.output.messages": JSON.stringify([talk[at]]),
    }),
  }));
  const whole = {
    at: 7,
    attributes: attributes({
      ...about,
      "gen_ai.operation.name": "invoke_agent",
      "gen_ai.input.messages": JSON.stringify(talk.slice(0, 6)),
      "gen_ai.output.messages": JSON.stringify(talk.slice(6)),
    }),
  };
  return [...models, whole];
}
const request = (system: string, spans: readonly { at: number; attributes: unknown }[]) => ({
  resourceSpans: [
    {
      resource: { attributes: attributes({ "service.name": system }) },
      scopeSpans: [
        {
          spans: spans.map(({ at, attributes }) => ({
            traceId: "1".padStart(32, "0"),
            spanId: String(at).padStart(16, "0"),
            name: "chat",
            startTimeUnixNano: `${1_700_000_000 + at}000000000`,
            endTimeUnixNano: `${1_700_000_001 + at}000000000`,
            attributes,
          })),
        },
      ],
    },
  ],
});
const trace = (system: string, spans: readonly { at: number; attributes: unknown }[]) =>
  send("POST", "/v1/traces", request(system, spans));
const evaluated = (system: string, response: string, goal: string) =>
  send("POST", "/v1/logs", {
    resourceLogs: [
      {
        resource: { attributes: attributes({ "service.name": system }) },
        scopeLogs: [
          {
            logRecords: [
              {
                timeUnixNano: "1700000002000000000",
                eventName: "gen_ai.evaluation.result",
                attributes: attributes({
                  "gen_ai.response.id": response,
                  "gen_ai.evaluation.name": "goal",
                  "gen_ai.evaluation.score.label": goal,
                }),
              },
            ],
          },
        ],
      },
    ],
  });

const settled = async () => {
  while ((await service.queue.waiting()) > 0) await new Promise((resolve) => setTimeout(resolve, 10));
};
const pass = async (seconds: number) => {
  await settled();
  clock += seconds;
};
const ask = async () => {
  await settled();
  await askQuiet(service.database, service.queue, clock);
  service.wake();
  await settled();
};
const stored = (system: string) =>
  service.database.query<{ id: string; goal: string | null; probabilities: Record<string, number> | null }>(
    "SELECT id, goal, probabilities FROM observations WHERE system = $1 ORDER BY id",
    [system],
  );
/** What would be put into the queue, without putting it there. */
async function asked(): Promise<TranscriptsPayload[]> {
  await settled();
  const found: NewMessage[] = [];
  const queue = {
    ...service.queue,
    append: async (message: NewMessage) => ({ repeated: found.push(message) < 0 }),
  };
  const database = { ...service.database, query: service.database.query.bind(service.database) };
  await askQuiet(database as never, queue as never, clock);
  return found.map(({ payload }) => payload as TranscriptsPayload);
}

it("makes one observation of a conversation once it is quiet, whatever is told again", async () => {
  await put("shop");
  await trace("shop", spansOf("a").slice(0, 2));
  await pass(9);
  await ask();
  await trace("shop", spansOf("a"));
  await pass(9);
  await ask();
  expect(await stored("shop")).toEqual([]);
  await pass(2);
  await ask();
  await ask();
  const rows = await stored("shop");
  expect(rows).toMatchObject([{ id: "conversation:a", goal: null }]);
  expect(rows[0]!.probabilities!.refund).toBeGreaterThan(0.5);
  const [{ goal, messages }] = (await service.database.query<{ goal: string; messages: unknown[] }>(
    "SELECT goal, messages FROM transcripts WHERE system = 'shop'",
  )) as [{ goal: string; messages: unknown[] }];
  expect(goal).toBe("refund");
  expect(messages).toHaveLength(7);
  expect(messages.slice(0, 2)).toEqual([
    { role: "user", text: "[order], please" },
    { role: "assistant", text: "looking\n-> find({})" },
  ]);
  await trace("shop", [
    {
      at: 9,
      attributes: attributes({
        "gen_ai.operation.name": "chat",
        "gen_ai.conversation.id": "a",
        "gen_ai.input.messages": "thanks",
      }),
    },
  ]);
  await pass(100);
  await ask();
  expect(await stored("shop")).toHaveLength(1);
}, 30_000);

it("finds the same calls however spans are cut into requests, in whatever order", async () => {
  await put("cuts");
  let n = 0;
  const order = fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 });
  const property = fc.asyncProperty(order, fc.array(fc.nat(3), { maxLength: 3 }), async (places, again) => {
    const spans = spansOf(`cut ${n++}`);
    for (const at of [...places, ...again]) await trace("cuts", [spans[at]!]);
    await pass(11);
    const [payload] = await asked();
    expect(payload!.transcripts.map(({ calls }) => calls)).toEqual([
      [
        { tool: "find", fits: "", failed: false },
        { tool: "refund", fits: "1", failed: true },
        { tool: "refund", fits: "1", failed: false },
      ],
    ]);
  });
  await fc.assert(property, { seed: 4, numRuns: 15 });
}, 60_000);

it("lets a label make the conversation its own, and sets it aside where that is inferred already", async () => {
  await put("labels");
  await evaluated("labels", "early/1", "sell");
  await trace("labels", [...spansOf("early"), ...spansOf("during"), ...spansOf("late")]);
  await evaluated("labels", "during/3", "sell");
  await pass(11);
  await ask();
  expect((await stored("labels")).map(({ id, goal }) => (goal === null ? id : goal)).sort()).toEqual([
    "conversation:late",
    "sell",
    "sell",
  ]);
  await evaluated("labels", "late/1", "sell");
  await ask();
  expect(await stored("labels")).toHaveLength(3);
  const rejections = await (await app.request("/api/v1/systems/labels/rejections")).json();
  expect(rejections).toMatchObject([{ reason: "inferred-before", content: { goal: "sell" } }]);
});

it("leaves out what went on since it was asked, and counts it when it is quiet again", async () => {
  await put("on");
  await trace("on", spansOf("x").slice(0, 1));
  await pass(11);
  const [payload] = await asked();
  await trace("on", spansOf("x"));
  await settled();
  const message = {
    sequence: 0,
    partition: "on",
    kind: "transcripts",
    id: "old",
    size: 1,
    attempts: 0,
    payload,
  } as Message;
  await service.database.transaction((tx) => observeTranscripts(tx, [message], clock, () => null));
  expect(await stored("on")).toEqual([]);
  await pass(11);
  await ask();
  expect(await stored("on")).toHaveLength(1);
});

it("counts nothing of a system without a goal file", async () => {
  await put("plain", { goalFile: undefined });
  await trace("plain", spansOf("y"));
  await pass(1000);
  await ask();
  expect(await stored("plain")).toEqual([]);
});
