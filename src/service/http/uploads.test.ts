import { describe, expect, it } from "vitest";
import {
  bytes,
  type Call,
  chat,
  chatOf,
  conversation,
  form,
  log,
  refund,
  sample,
  sell,
} from "../../../test/conversations.js";
import { type Row, settings, uploadsOfFile } from "../../../test/uploads.js";

const uploads = uploadsOfFile();
const { put, post, stored, get } = uploads;

const most = ({ probabilities }: Row) =>
  Object.entries(probabilities ?? {}).sort(([, a], [, b]) => b - a)[0]?.[0];

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
    const [alarm] = await get("/api/v1/systems/shop/alarms?state=open");
    const page = await get(`/api/v1/alarms/${encodeURIComponent(alarm.id)}`);
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
    const tables = await uploads.tested.service.database.query<{ name: string }>(
      "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'",
    );
    for (const { name } of tables) {
      if (name === "systems" || name === "epochs" || name === "audit") continue;
      const found = await uploads.tested.service.database.query(
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
    const [{ state }] = (await uploads.tested.service.database.query(
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

  it("are set aside where the goal file was changed before they were read, and can be uploaded again", async () => {
    await put("changed");
    const one = { content: "c", calls: [], messages: [] };
    const transcripts = [
      { id: "a", ...one },
      { id: "b", goal: "sell", ...one },
    ];
    await uploads.tested.service.queue.append({
      partition: "changed",
      kind: "transcripts",
      id: "matched with another goal file",
      payload: { received: 1_700_000_000, goalFile: "another", transcripts },
      size: 2,
    });
    uploads.tested.service.wake();
    expect((await stored("changed")).map(({ id }) => id)).toEqual(["b"]);
    const rejections = await get("/api/v1/systems/changed/rejections");
    expect(rejections).toEqual([
      expect.objectContaining({
        index: 0,
        reason: "goal-file-changed",
        message: expect.stringMatching(/again/),
      }),
    ]);
    await post("changed", chat({ id: "a", messages: conversation(refund) }), "application/x-ndjson");
    expect((await stored("changed")).map(({ id }) => id).sort()).toEqual(["a", "b"]);
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
});

it("goes on after a restart in the middle as if there had been none", async () => {
  // Many goals of many actions: so slow that the queue is not empty when the upload is answered, however fast the machine is.
  const actions = Array.from({ length: 40 }, (_, i) => ({ tool: "step", arguments: { n: i } }));
  const names = Array.from({ length: 20 }, (_, i) => `sell ${i}`);
  const slow = {
    ...settings,
    goals: ["refund", ...names, "none of these"],
    goalFile: {
      goals: [
        { name: "refund", actions: ["refund"] },
        ...names.map((name) => ({ name, order: "sequence", actions })),
      ],
    },
  };
  const calls = (i: number): Call[] =>
    Array.from({ length: 5 }, (_, k) => (i % 3 === 0 ? ["refund"] : ["step", { n: i + k }]));
  const file = chat(...Array.from({ length: 60 }, (_, i) => ({ messages: conversation(calls(i)), time: i })));
  for (const system of ["straight", "broken"]) await put(system, slow);
  await post("straight", file, "application/x-ndjson");
  const straight = await stored("straight");
  await post("broken", file, "application/x-ndjson");
  expect(await uploads.tested.service.queue.waiting("broken")).toBeGreaterThan(0);
  await uploads.tested.restart();
  expect(await stored("broken")).toEqual(straight);
  expect(straight).toHaveLength(60);
  const [a, b] = await uploads.tested.service.database.query<{ state: unknown }>(
    "SELECT state FROM inferences WHERE system IN ('straight', 'broken')",
  );
  expect(a).toEqual(b);
}, 60_000);
