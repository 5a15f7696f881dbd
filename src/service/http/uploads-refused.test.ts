import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytes, chat, chatOf, entry, form, log, refund, sample } from "../../../test/conversations.js";
import { goalFile, settings, uploadsOfFile } from "../../../test/uploads.js";
import { zip } from "../../../test/zip.js";

const uploads = uploadsOfFile();
const { put, post, stored, get } = uploads;

describe("an upload", () => {
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
    const deep = (n: number) => `${"[".repeat(n)}${"]".repeat(n)}`;
    const nested = await post(
      "bombs",
      `{"eval":{},"samples":[{"id":1,"messages":[{"role":"user","content":${deep(1e5)}}]}]}`,
      "application/json",
    );
    expect(nested).toMatchObject({ status: 422, body: { detail: "upload: values are nested too deeply" } });
    const given = `{"messages":[{"role":"assistant","tool_calls":[{"function":{"name":"a","arguments":{"a":${deep(1e5)}}}}]}]}`;
    expect(await post("bombs", given, "application/x-ndjson")).toMatchObject({
      status: 422,
      body: { position: "upload:1" },
    });
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
    const path = "http://localhost/api/v1/systems/forms/uploads";
    for (const origin of ["https://other.example", "null"]) {
      const foreign = await uploads.tested.app.request(path, {
        method: "POST",
        body: form("x", "a"),
        headers: { origin },
      });
      expect(foreign.status).toBe(403);
    }
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
    await uploads.tested.settled();
    expect(await uploads.tested.service.queue.deadLetters(10)).toEqual([]);
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
      const series = await get("/api/v1/systems/epochs/series");
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
    const told = await get("/api/v1/systems/epochs");
    expect(told.settings.goalFile).toEqual(object);
    expect((await put("epochs", told.settings)).status).toBe(200);
    expect(await epochs()).toBe(2);
  });
});
