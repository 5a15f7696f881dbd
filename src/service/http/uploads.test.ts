import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import type { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ZipEntry, zip } from "../../../test/zip.js";
import { openService, type Service } from "../service.js";
import { createApp } from "./app.js";

let folder: string;
let service: Service;
let app: Hono;
const errors: unknown[] = [];
const onError = (error: unknown) => errors.push(error);
const redact = (text: string) => text.replaceAll("ada@example.org", "[email]");
const open = () => openService({ folder, now: () => 1_700_000_000, onError, redact });
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "telostat-uploads-"));
  service = await open();
  app = createApp(service, { onError });
}, 60_000);
afterAll(async () => {
  await service.close();
  await rm(folder, { recursive: true, force: true });
  expect(errors).toEqual([]);
});

const goalFile = `
intended: refund
goals:
  - name: refund
    order: sequence
    actions: [find, { tool: refund, arguments: { to: { regex: "^ada@" } } }]
  - name: sell
    actions: [{ tool: offer, arguments: { plan: { glob: "gold*" } } }]
`;
const settings = {
  goals: ["refund", "sell", "none of these"],
  intended: "refund",
  goalFile,
  window: { by: "observations", size: 10 },
  alarms: [{ against: { limit: 0.4 }, falseAlarmInterval: 1000 }],
};
const put = async (system: string, body: unknown = settings) => {
  const headers = { "content-type": "application/json" };
  const path = `/api/v1/systems/${system}`;
  const answer = await app.request(path, { method: "PUT", body: JSON.stringify(body), headers });
  return { status: answer.status, body: await answer.json() };
};

const post = async (system: string, body: BodyInit, type?: string, format?: string) => {
  const query = format === undefined ? "" : `?format=${format}`;
  const answer = await app.request(`/api/v1/systems/${system}/uploads${query}`, {
    method: "POST",
    body,
    ...(type !== undefined && { headers: { "content-type": type } }),
  });
  return { status: answer.status, body: await answer.json() };
};
const settled = async () => {
  while ((await service.queue.waiting()) > 0) await new Promise((resolve) => setTimeout(resolve, 10));
};
interface Row {
  id: string;
  time: number;
  goal: string | null;
  probabilities: Record<string, number> | null;
}
const stored = async (system: string) => {
  await settled();
  return service.database.query<Row>(
    "SELECT id, time, goal, probabilities FROM observations WHERE system = $1 ORDER BY time, id",
    [system],
  );
};
const most = ({ probabilities }: Row) =>
  Object.entries(probabilities ?? {}).sort(([, a], [, b]) => b - a)[0]?.[0];

type Call = [name: string, args?: object];
const conversation = (calls: readonly Call[], text = "I am ada@example.org") => [
  { role: "user", content: text },
  ...calls.flatMap(([name, args = {}], i) => [
    {
      role: "assistant",
      content: "",
      tool_calls: [{ id: `c${i}`, type: "function", function: { name, arguments: JSON.stringify(args) } }],
    },
    { role: "tool", tool_call_id: `c${i}`, content: "done" },
  ]),
];
const refund: Call[] = [["find"], ["refund", { to: "ada@example.org" }]];
const sell: Call[] = [["offer", { plan: "gold-2" }]];
const chat = (...records: object[]) => records.map((record) => `${JSON.stringify(record)}\n`).join("");
const chatOf = (n: number, calls: readonly Call[], more: (i: number) => object = () => ({})) =>
  chat(...Array.from({ length: n }, (_, i) => ({ messages: conversation(calls), ...more(i) })));

const entry = (name: string, value: unknown): ZipEntry => {
  const plain = Buffer.from(typeof value === "string" ? value : JSON.stringify(value));
  return { name, method: 8, data: deflateRawSync(plain), plain };
};
const sample = (id: number, calls: readonly Call[], more: object = {}) => ({
  id,
  epoch: 1,
  messages: conversation(calls),
  scores: {},
  ...more,
});
const log = (...samples: object[]) =>
  zip([
    entry("header.json", { version: 2, status: "success", eval: {} }),
    ...samples.map((one, i) => entry(`samples/${i}_epoch_1.json`, one)),
  ]);
const form = (bytes: Uint8Array<ArrayBuffer> | string, name: string, more: Record<string, string> = {}) => {
  const data = new FormData();
  for (const [key, value] of Object.entries(more)) data.append(key, value);
  data.append("file", new File([bytes], name));
  return data;
};
const bytes = (buffer: Buffer) => new Uint8Array(buffer);

describe("conversations by upload", () => {
  it("become observations with probabilities, and the transcripts behind an alarm", async () => {
    expect((await put("shop")).status).toBe(200);
    const good = chatOf(30, refund, (i) => ({ id: `day 1, ${i}`, time: 1_600_000_000 + i }));
    expect(await post("shop", good, "application/x-ndjson", "chat")).toEqual({
      status: 202,
      body: expect.objectContaining({ received: 30, repeated: false, format: "chat", omitted: [] }),
    });
    const bad = chatOf(30, sell, (i) => ({ id: `day 2, ${i}`, time: 1_600_086_400 + i }));
    await post("shop", bad, "application/x-ndjson");
    const rows = await stored("shop");
    expect(rows.slice(0, 30).map(most)).toEqual(Array(30).fill("refund"));
    // Of the first it may be thought that they are the usual ones gone astray.
    expect(rows.slice(33).map(most)).toEqual(Array(27).fill("sell"));
    for (const { probabilities } of rows)
      expect(Object.values(probabilities!).reduce((a, b) => a + b)).toBeCloseTo(1, 10);
    const [alarm] = await (await app.request("/api/v1/systems/shop/alarms?state=open")).json();
    const page = await (await app.request(`/api/v1/alarms/${encodeURIComponent(alarm.id)}`)).json();
    expect(page.transcripts[0]).toMatchObject({
      goal: "sell",
      messages: [
        { role: "user", text: "I am [email]" },
        { role: "assistant", text: '-> offer({"plan":"gold-2"})' },
        { role: "tool", text: "done" },
      ],
    });
  }, 30_000);

  it("keep nothing of personal data anywhere, though goals are told by it", async () => {
    await put("private");
    await post(
      "private",
      chatOf(3, refund, (i) => ({ id: i + 1 })),
      "application/x-ndjson",
    );
    expect((await stored("private")).map(most)).toEqual(["refund", "refund", "refund"]);
    const tables = await service.database.query<{ name: string }>(
      "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'",
    );
    for (const { name } of tables) {
      if (name === "systems" || name === "epochs" || name === "audit") continue;
      const found = await service.database.query(
        `SELECT 1 FROM "${name}" t WHERE t::text LIKE '%ada@example%'`,
      );
      expect([name, found.length]).toEqual([name, 0]);
    }
  });

  it("count once, however often and in whatever file they come", async () => {
    await put("once");
    const file = chatOf(4, refund) + chatOf(1, sell, () => ({ id: "named" }));
    expect((await post("once", file, "application/x-ndjson")).body).toMatchObject({ repeated: false });
    expect((await post("once", file, "application/x-ndjson")).body).toMatchObject({
      received: 5,
      repeated: true,
    });
    expect((await stored("once")).length).toBe(5);
    // A log that has grown: what was there before is known by its content and how often it came.
    await post("once", `${file}${chatOf(2, refund)}`, "application/x-ndjson");
    expect((await stored("once")).length).toBe(7);
    const [{ state }] = (await service.database.query(
      "SELECT state FROM inferences WHERE system = 'once'",
    )) as [{ state: { weights: number[]; calls: Record<string, number> } }];
    expect(state.weights.reduce((a, b) => a + b)).toBeCloseTo(7, 10);
    expect(state.calls).toEqual({ " find": 6, "1 refund": 6, "1 offer": 1 });
  });

  it("of Inspect come as archive or document, by themselves or in a form, told by how they begin", async () => {
    await put("inspect");
    const archive = log(sample(1, refund, { uuid: "u1" }), sample(2, sell, { uuid: "u2" }));
    const answer = await post("inspect", form(bytes(archive), "log.eval"));
    expect(answer).toMatchObject({ status: 202, body: { received: 2, format: "inspect" } });
    const document = JSON.stringify({ version: 2, status: "success", eval: {}, samples: [sample(3, sell)] });
    expect((await post("inspect", document, "application/json")).body).toMatchObject({ format: "inspect" });
    const runs = JSON.stringify([{ task_id: 1, trial: 0, reward: 1, traj: conversation(refund) }]);
    const tau = await post("inspect", form(runs, "runs.json", { format: "tau-bench" }));
    expect(tau.body).toMatchObject({ format: "tau-bench", received: 1 });
    expect((await stored("inspect")).map(most).sort()).toEqual(["refund", "refund", "sell", "sell"]);
    const csv = await post("inspect", form("goal\nsell\n", "labels.csv"));
    expect(csv.body).toMatchObject({ format: "labels", received: 1 });
  });

  it("that say their goal need no goal file; those that say none are refused without one", async () => {
    await put("plain", { goals: ["help", "stall"], intended: "help" });
    const labelled = await post(
      "plain",
      chatOf(2, [], () => ({ goal: "stall" })),
      "application/x-ndjson",
    );
    expect(labelled.body).toMatchObject({ received: 2, format: "chat", omitted: [] });
    expect((await stored("plain")).map(({ goal }) => goal)).toEqual(["stall", "stall"]);
    const none = await post(
      "plain",
      chatOf(1, [], () => ({ goal: "help" })) + chatOf(1, refund),
      "application/jsonl",
    );
    expect(none).toMatchObject({ status: 422, body: { position: "upload:2" } });
    expect(none.body.detail).toMatch(/no goal file/);
    expect((await stored("plain")).length).toBe(2);
  });

  it("tell what was left out, and what was read otherwise than it stands", async () => {
    await put("left");
    const endless: Call[] = Array.from({ length: 2001 }, () => ["find"]);
    const failed = { custom_id: "x", response: { status_code: 500, body: {} } };
    const file = chatOf(1, refund) + chatOf(2, []) + chatOf(1, endless) + chat(failed);
    const { body } = await post("left", file, "application/x-ndjson");
    expect(body).toMatchObject({ received: 3 });
    expect(body.omitted).toEqual([
      { what: "conversation without tool calls, counted: nothing was done", count: 2, first: "upload:2" },
      { what: "conversation of more than 2000 tool calls, left out", count: 1, first: "upload:4" },
      { what: "batch request that failed or has no choices", count: 1, first: "upload:5" },
    ]);
    const nothing = await post("left", chat(failed), "application/x-ndjson", "chat");
    expect(nothing.status).toBe(422);
  });

  const wrong: [string, BodyInit, string | undefined, number, string | undefined][] = [
    ["a line that is no JSON", `${chatOf(2, refund)}{"messages":[}`, "chat", 422, "upload:3:14"],
    ["a message without a role", chat({ messages: [{ content: "x" }] }), "chat", 422, "upload:1"],
    [
      "an entry that is no JSON",
      bytes(zip([entry("header.json", {}), entry("samples/1.json", "{")])),
      "inspect",
      422,
      "upload/samples/1.json:1:2",
    ],
    [
      "a sample without id",
      JSON.stringify({ eval: {}, samples: [sample(1, []), { messages: [] }] }),
      "inspect",
      422,
      "upload, sample 1",
    ],
    ["a damaged archive", bytes(log(sample(1, refund)).subarray(0, -30)), "inspect", 422, "upload"],
    ["no file", "", "chat", 422, "upload"],
    ["a format that there is not", chatOf(1, refund), "xml", 400, "format"],
    ["chat that is not UTF-8", new Uint8Array([0x7b, 0xff, 0x7d]), "chat", 422, "upload:1"],
  ];
  it.each(wrong)("take nothing of %s", async (_, body, format, status, position) => {
    await put("strict");
    const answer = await post("strict", body, "application/octet-stream", format);
    expect(answer).toMatchObject({ status, body: { position } });
    expect(await stored("strict")).toEqual([]);
  });

  it("are bounded however they unfold", async () => {
    await put("bombs");
    const zeros = "0".repeat(2 ** 26);
    const packed = await post(
      "bombs",
      bytes(log({ id: 1, epoch: 1, messages: [], x: zeros })),
      "application/zip",
    );
    expect(packed).toMatchObject({ status: 422, body: { position: "upload/samples/0_epoch_1.json" } });
    expect(packed.body.detail).toMatch(/more than 67108864 bytes, unpacked/);
    const attached = {
      attachments: { a: "x".repeat(2 ** 20) },
      messages: [{ role: "user", content: "attachment://a ".repeat(100) }],
    };
    const unfolded = await post(
      "bombs",
      JSON.stringify({ eval: {}, samples: [{ id: 1, ...attached }] }),
      "application/json",
    );
    expect(unfolded.body.detail).toMatch(/more than 67108864 characters of messages/);
    const pool = {
      message_pool: [{ role: "user", content: "x".repeat(1000) }],
      events: [{ event: "model", input_refs: Array(100_000).fill([0, 1]) }],
    };
    const repeated = await post(
      "bombs",
      JSON.stringify({ eval: {}, samples: [{ id: 1, ...pool }] }),
      "application/json",
    );
    expect(repeated.body.detail).toMatch(/more than 67108864 characters of messages/);
    const many = zip(Array.from({ length: 10_001 }, (_, i) => entry(`samples/${i}.txt`, "")));
    expect((await post("bombs", bytes(many), "application/zip")).body.detail).toMatch(
      /10001 entries, of at most 10000/,
    );
    const quotes = await post(
      "bombs",
      `{"messages": "${'\\"'.repeat(400_000)}`,
      "application/x-ndjson",
      "chat",
    );
    expect(quotes.status).toBe(422);
    expect(await stored("bombs")).toEqual([]);
  }, 30_000);

  it("and forms that are none are told", async () => {
    await put("forms");
    const two = form("x", "a");
    two.append("other", new File(["y"], "b"));
    expect(await post("forms", two)).toMatchObject({ status: 422, body: { position: "file" } });
    expect(await post("forms", form("x", "a", { format: "xml" }))).toMatchObject({
      status: 422,
      body: { position: "format" },
    });
    expect((await post("forms", "--x", "multipart/form-data; boundary=x")).status).toBe(400);
    expect((await post("forms", "--x", "multipart/form-data")).status).toBe(400);
  });

  it("never bring the service down", async () => {
    await put("fuzz");
    const json = fc.json({ maxDepth: 4 });
    const record = fc.oneof(
      json,
      fc.string(),
      fc
        .record(
          { messages: fc.jsonValue(), response: fc.jsonValue(), goal: fc.jsonValue() },
          { requiredKeys: [] },
        )
        .map((one) => JSON.stringify(one)),
      fc
        .array(
          fc.record(
            { role: fc.string(), content: fc.jsonValue(), tool_calls: fc.jsonValue() },
            { requiredKeys: [] },
          ),
        )
        .map((messages) => JSON.stringify({ messages })),
      fc
        .record({
          eval: fc.jsonValue(),
          samples: fc.array(
            fc.record(
              {
                id: fc.jsonValue(),
                messages: fc.jsonValue(),
                events: fc.jsonValue(),
                attachments: fc.jsonValue(),
              },
              { requiredKeys: [] },
            ),
          ),
        })
        .map((one) => JSON.stringify(one)),
    );
    const body = fc.oneof(
      fc.array(record, { maxLength: 4 }).map((lines) => Buffer.from(lines.join("\n"))),
      fc.uint8Array({ maxLength: 60 }).map((raw) => Buffer.concat([Buffer.from("PK\x03\x04"), raw])),
      fc
        .array(record, { maxLength: 3 })
        .map((all) =>
          zip([entry("header.json", "{}"), ...all.map((one, i) => entry(`samples/${i}.json`, one))]),
        ),
    );
    const format = fc.constantFrom(undefined, "chat", "inspect", "tau-bench", "labels");
    const property = fc.asyncProperty(body, format, async (raw, as) => {
      const { status } = await post("fuzz", bytes(raw), "application/octet-stream", as);
      expect([202, 400, 422]).toContain(status);
    });
    await fc.assert(property, { seed: 7, numRuns: 150 });
    await settled();
    expect(await service.queue.deadLetters(10)).toEqual([]);
  }, 60_000);
});

describe("a goal file in the settings", () => {
  it.each<[string, object, string]>([
    ["its line", { goalFile: "goals:\n  - name: refund\n    actoins: []\n" }, "goalFile:2:5"],
    [
      "its place",
      {
        goalFile: {
          goals: [
            { name: "refund" },
            { name: "sell", actions: [{ tool: "offer", arguments: { plan: { regex: "(" } } }] },
          ],
        },
      },
      "goalFile.goals[1].actions[0].arguments.plan.regex",
    ],
    ["goals that it does not have", { goals: ["refund", "sell"] }, "goals"],
    ["goals that are not in it", { goals: [...settings.goals, "rob"] }, "goals"],
    ["another intended goal", { intended: "sell" }, "goalFile.intended"],
  ])("is refused with %s", async (_, change, position) => {
    expect(await put("wrong", { ...settings, ...change })).toMatchObject({ status: 422, body: { position } });
  });

  it("starts an epoch when it changes, and not when it only reads otherwise", async () => {
    await put("epochs");
    const epochs = async () => {
      const series = await (await app.request("/api/v1/systems/epochs/series")).json();
      return series.epoch;
    };
    expect((await put("epochs", { ...settings, goalFile: `# The shop\n${goalFile}` })).status).toBe(200);
    expect(await epochs()).toBe(1);
    const object = {
      intended: "refund",
      goals: [
        { name: "refund", actions: ["refund"] },
        { name: "sell", actions: ["offer"] },
      ],
    };
    expect((await put("epochs", { ...settings, goalFile: object })).status).toBe(200);
    expect(await epochs()).toBe(2);
    const told = await (await app.request("/api/v1/systems/epochs")).json();
    expect(told.settings.goalFile).toEqual(object);
    expect((await put("epochs", told.settings)).status).toBe(200);
    expect(await epochs()).toBe(2);
  });
});
