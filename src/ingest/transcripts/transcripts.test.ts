import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ZipEntry, zip, zstdRaw } from "../../../test/zip.js";
import type { Transcript } from "../../contracts/index.js";
import { fileInput, type Input } from "../input.js";
import { Omissions } from "./omissions.js";
import { readTranscripts, type TranscriptFormat } from "./transcripts.js";

function input(name: string, content: string | Buffer, chunk = Number.POSITIVE_INFINITY): Input {
  const bytes = Buffer.from(content);
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += chunk)
      yield bytes.subarray(at, Math.min(at + chunk, bytes.length));
  }
  return { name, bytes: chunks() };
}

async function read(source: Input, format?: TranscriptFormat) {
  const omissions = new Omissions();
  const transcripts: Transcript[] = [];
  for await (const transcript of readTranscripts(source, { format, omissions })) transcripts.push(transcript);
  return { transcripts, omitted: omissions.list() };
}

const call = (name: string, args: unknown, id = "c1") => ({
  id,
  type: "function",
  function: { name, arguments: JSON.stringify(args) },
});
const messages = [
  {
    role: "user",
    content: [
      { type: "text", text: "book" },
      { type: "image", image: "..." },
    ],
  },
  {
    role: "assistant",
    content: null,
    tool_calls: [call("search", { to: "SEA" }), call("book", { seat: 3 })],
  },
  { role: "tool", tool_call_id: "c1", content: "found" },
  { role: "tool", tool_call_id: "c1", content: "Error: no such seat" },
  { role: "assistant", content: "sorry" },
];
const calls = [
  { id: "c1", name: "search", arguments: { to: "SEA" }, failed: false },
  { id: "c1", name: "book", arguments: { seat: 3 }, failed: true },
];
const jsonl = (...records: unknown[]) => records.map((record) => `${JSON.stringify(record)}\n`).join("");

describe("chat JSON Lines", () => {
  it("the fine-tuning shape: calls in order, failures by reply though ids repeat, outcome, id, line", async () => {
    const text = `\n${jsonl({ messages, id: "x", success: false, reward: 0.25, metadata: { task: 7 } }, { messages: [] })}`;
    for (const chunk of [1, 7, 1e6]) {
      const { transcripts, omitted } = await read(input("f.jsonl", text, chunk));
      expect(transcripts).toHaveLength(2);
      expect(transcripts[0]).toMatchObject({
        id: "x",
        position: { source: "f.jsonl", line: 2 },
        toolCalls: calls,
        success: false,
        score: 0.25,
        metadata: { task: 7 },
      });
      expect(transcripts[0].messages.map(({ role, content }) => [role, content])).toEqual([
        ["user", "book"],
        ["assistant", ""],
        ["tool", "found"],
        ["tool", "Error: no such seat"],
        ["assistant", "sorry"],
      ]);
      expect(transcripts[1]).toEqual({
        id: "line 3",
        position: { source: "f.jsonl", line: 3 },
        messages: [],
        toolCalls: [],
        metadata: {},
      });
      expect(omitted).toEqual([]);
    }
  });

  it("batch results: the reply is the episode, failed requests and further choices are counted", async () => {
    const body = { choices: [{ message: messages[1] }, { message: messages[4] }] };
    const text = jsonl(
      { custom_id: "a", response: { status_code: 200, body }, error: null },
      { custom_id: "b", response: { status_code: 429, body: {} }, error: null },
      { custom_id: "c", response: null, error: { code: "expired" } },
    );
    const { transcripts, omitted } = await read(input("-", text));
    expect(transcripts.map(({ id, toolCalls }) => [id, toolCalls.length])).toEqual([["a", 2]]);
    expect(omitted.map(({ what, count, first }) => [what, count, first.line])).toEqual([
      ["choice after the first of a batch request", 1, 1],
      ["batch request that failed or has no choices", 2, 2],
    ]);
  });

  it("counts arguments that are no object and replies without a call", async () => {
    const odd = [
      {
        role: "assistant",
        tool_calls: [
          { function: { name: "a", arguments: "{" } },
          { function: { name: "b", arguments: "[1]" } },
        ],
      },
      { role: "tool", tool_call_id: "other", content: "" },
      { role: "assistant", function_call: { name: "c", arguments: "" } },
    ];
    const { transcripts, omitted } = await read(input("f", jsonl({ messages: odd })));
    expect(transcripts[0].toolCalls.map(({ name, arguments: args }) => [name, args])).toEqual([
      ["a", {}],
      ["b", {}],
      ["c", {}],
    ]);
    expect(omitted.map(({ count }) => count)).toEqual([2, 1]);
  });

  it("any arguments come back as they were", async () => {
    const property = fc.asyncProperty(
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.nat({ max: 50 }),
      async (args, chunk) => {
        const record = { messages: [{ role: "assistant", tool_calls: [call("t", args)] }] };
        const { transcripts } = await read(input("f", jsonl(record), chunk + 1));
        expect(JSON.stringify(transcripts[0].toolCalls[0].arguments)).toBe(
          JSON.stringify(JSON.parse(JSON.stringify(args))),
        );
      },
    );
    await fc.assert(property, { seed: 5, numRuns: 100 });
  });

  it.each<[string, string, RegExp]>([
    ["malformed JSON", `${jsonl({ messages })}{"messages": [}\n`, /^f:2:15: malformed JSON/],
    ["a cut line", `{"messages": [`, /^f:1:15: malformed JSON; is the file complete/],
    [
      "a list",
      `${jsonl({ messages: [] })}[]\n`,
      /^f:2: expected an object, such as \{"messages":\[...\]\}, got \[\]/,
    ],
    ["no messages", jsonl({ goal: "x" }), /^f:1: no field 'messages'/],
    [
      "messages of another type",
      jsonl({ messages: "hi" }),
      /^f:1: field 'messages': expected a list, got "hi"/,
    ],
    ["a message without a role", jsonl({ messages: [{}] }), /^f:1: message 0: no field 'role'/],
    [
      "a call without a name",
      jsonl({ messages: [{ role: "assistant", tool_calls: [{}] }] }),
      /^f:1: a tool call without a name/,
    ],
    [
      "nothing but failures",
      jsonl({ response: null, error: {} }),
      /^f: no episodes; 1 x batch request that failed/,
    ],
    ["an empty file", "", /^f: no episodes/],
  ])("%s is refused with its line", async (_, text, message) => {
    await expect(read(input("f", text))).rejects.toThrow(message);
  });
});

const attached = "a1b2";
const sample = {
  id: 1,
  epoch: 2,
  messages: [
    { role: "user", content: "attachment://a1b2" },
    {
      role: "assistant",
      content: [{ type: "text", text: "on it" }],
      tool_calls: [{ id: "c1", function: "bash", arguments: { cmd: "attachment://a1b2" } }],
    },
    {
      role: "tool",
      tool_call_id: "c1",
      function: "bash",
      content: "",
      error: { type: "timeout", message: "late" },
    },
  ],
  scores: { match: { value: "C" } },
  attachments: { [attached]: "ls" },
};
const header = { version: 2, status: "success", eval: { task: "t" } };
const entry = (name: string, value: unknown, method = 8): ZipEntry => {
  const plain = Buffer.from(JSON.stringify(value));
  return { name, method, plain, data: method === 8 ? deflateRawSync(plain) : zstdRaw(plain) };
};
const expected = {
  id: "1, epoch 2",
  messages: [{ content: "ls" }, { content: "on it" }, {}],
  toolCalls: [{ id: "c1", name: "bash", arguments: { cmd: "ls" }, failed: true }],
  success: true,
  score: 1,
  metadata: { sample: 1, epoch: 2 },
};

describe("Inspect logs", () => {
  it("the JSON document, Python's NaN included", async () => {
    const text = JSON.stringify({ ...header, samples: [sample] }).replace(
      '"task":"t"',
      '"task":"NaN","x":NaN,"y":-Infinity',
    );
    const { transcripts } = await read(input("log.json", text));
    expect(transcripts).toMatchObject([{ ...expected, position: { source: "log.json, sample 0" } }]);
  });

  it.each([
    ["deflate", 8],
    ["zstd", 93],
  ])("the archive, compressed by %s", async (_, method) => {
    const log = zip([
      entry("_journal/start.json", {}),
      entry("samples/1_epoch_2.json", sample, method),
      entry("header.json", header),
    ]);
    const { transcripts, omitted } = await read(input("log.eval", log, 100));
    expect(transcripts).toMatchObject([
      { ...expected, position: { source: "log.eval/samples/1_epoch_2.json" } },
    ]);
    expect(omitted).toEqual([]);
  });

  it("a sample in pieces, attachments by index", async () => {
    const [user, assistant, tool] = JSON.parse(JSON.stringify(sample.messages).replaceAll(attached, "1"));
    const { messages: _, attachments: __, ...shell } = sample;
    const folder = "samples/1_epoch_2";
    const pieces = [
      entry(`${folder}/sample.json`, shell),
      entry(`${folder}/messages/2.json`, [tool]),
      entry(`${folder}/messages/0.json`, [user, assistant]),
      entry(`${folder}/attachments/0.json`, ["other", "ls"]),
      entry(`${folder}/events/stats.json`, {}),
      entry("header.json", header),
    ];
    const { transcripts } = await read(input("log.eval", zip(pieces)));
    expect(transcripts).toMatchObject([expected]);
    const gap = zip(pieces.filter(({ name }) => !name.endsWith("messages/0.json")));
    await expect(read(input("log.eval", gap))).rejects.toThrow(
      /^log.eval\/samples\/1_epoch_2\/messages\/2.json: items 0 to 1 are missing/,
    );
  });

  it("messages from the pool when the sample has none of its own", async () => {
    const [user, assistant, tool] = sample.messages;
    const condensed = {
      ...sample,
      messages: [],
      message_pool: [user, tool, assistant],
      events: [
        { event: "model", input_refs: [[0, 1]], output: { choices: [{ message: assistant }] } },
        {
          event: "model",
          input: [],
          input_refs: [
            [0, 1],
            [2, 3],
            [1, 2],
          ],
          output: { choices: [{ message: { role: "assistant", content: "done" } }] },
        },
        { event: "info" },
      ],
    };
    const { transcripts } = await read(
      input("log.json", JSON.stringify({ ...header, samples: [condensed] })),
    );
    expect(transcripts).toMatchObject([{ ...expected, messages: [{}, {}, {}, { content: "done" }] }]);
    const broken = JSON.stringify({ ...header, samples: [{ ...condensed, message_pool: [user] }] });
    await expect(read(input("log.json", broken))).rejects.toThrow(
      /^log.json, sample 0: 'input_refs' \[2,3\] is no range of the 1 messages/,
    );
  });

  it("a run in progress is read as far as it goes, and said to be one", async () => {
    const archive = zip([entry("_journal/start.json", {}), entry("samples/1_epoch_2.json", sample)]);
    const started = {
      ...header,
      status: "started",
      samples: [{ ...sample, error: { message: "x" }, attachments: {} }],
    };
    const what = "log of a run in progress, read as far as it is written";
    expect((await read(input("log.eval", archive))).omitted).toMatchObject([{ what, count: 1 }]);
    const { omitted } = await read(input("log.json", JSON.stringify(started)));
    expect(omitted.map((o) => [o.what, o.count])).toEqual([
      [what, 1],
      ["reference to an attachment that is not in the log", 2],
      ["sample that ended in an error, kept", 1],
    ]);
  });

  it.each([
    ["C", 1, true],
    ["P", 0.5, false],
    ["N", 0, false],
    [true, 1, true],
    [0.3, 0.3, false],
    [{ a: 1 }, undefined, undefined],
  ])("a score of %j", async (value, score, success) => {
    const log = { ...header, samples: [{ ...sample, scores: { s: { value } } }] };
    const { transcripts } = await read(input("log.json", JSON.stringify(log)));
    expect([transcripts[0].score, transcripts[0].success]).toEqual([score, success]);
  });

  const truncated = zip([entry("samples/1_epoch_2.json", sample), entry("header.json", header)]).subarray(
    0,
    300,
  );
  it.each<[string, string, string | Buffer, RegExp]>([
    ["a truncated archive", "log.eval", truncated, /^log.eval: truncated, or not a zip archive/],
    ["another archive", "log.eval", zip([entry("a.json", {})]), /^log.eval: not an Inspect log/],
    ["malformed JSON", "log.json", '{"eval": {},\n "samples": [}', /^log.json:2:14: malformed JSON/],
    ["another document", "log.json", "{}", /^log.json: not an Inspect log/],
    ["a header alone", "log.json", JSON.stringify(header), /^log.json: a log without 'samples'/],
    ["no samples", "log.json", JSON.stringify({ ...header, samples: [] }), /^log.json: no episodes/],
    ["bytes that are not text", "log.json", Buffer.from([0xff, 0xfe]), /^log.json: not UTF-8/],
    ["nothing", "log.json", "", /^log.json: empty/],
  ])("%s is refused", async (_, name, content, message) => {
    await expect(read(input(name, content))).rejects.toThrow(message);
  });

  it("a malformed entry is named with its line", async () => {
    const plain = Buffer.from('{"id": 1,\n');
    const log = zip([
      { name: "samples/1.json", method: 0, plain, data: plain },
      entry("header.json", header),
    ]);
    await expect(read(input("log.eval", log))).rejects.toThrow(
      /^log.eval\/samples\/1.json:2:1: malformed JSON/,
    );
  });
});

describe("tau-bench trajectories", () => {
  const run = {
    task_id: 3,
    trial: 1,
    reward: 1,
    traj: messages,
    info: { task: { user_id: "u", actions: [] } },
  };

  it("runs with task, trial and reward", async () => {
    const { transcripts } = await read(input("t.json", JSON.stringify([run, { ...run, reward: 0 }])));
    expect(transcripts.map(({ id, success, score }) => [id, success, score])).toEqual([
      ["task 3, trial 1", true, 1],
      ["task 3, trial 1", false, 0],
    ]);
    expect(transcripts[0]).toMatchObject({
      toolCalls: calls,
      metadata: { task_id: 3, trial: 1, task: { actions: [] } },
    });
  });

  it("is told from chat by its beginning where the name says nothing", async () => {
    const document = JSON.stringify([run], null, 2);
    expect((await read(input("stdin", document))).transcripts).toEqual(
      (await read(input("stdin", document), "tau-bench")).transcripts,
    );
  });

  it.each<[string, unknown, RegExp]>([
    ["an object", {}, /^t: expected a list of runs/],
    ["a run of another type", [1], /^t, run 0: expected a run, got 1/],
    ["a run without messages", [run, { task_id: 1 }], /^t, run 1: no field 'traj'/],
  ])("%s is refused", async (_, value, message) => {
    await expect(read(input("t", JSON.stringify(value)), "tau-bench")).rejects.toThrow(message);
  });
});

/** The data sets of the development machines; elsewhere name their folder. */
const data = process.env.TELOSTAT_DATA ?? "../shared/data";

function present(folder: string): boolean {
  if (existsSync(join(data, folder))) return true;
  process.stdout.write(`not run: no ${join(data, folder)}; TELOSTAT_DATA names the folder of data sets\n`);
  return false;
}

describe.skipIf(!present("inspect-logs"))("the logs of Inspect's own tests", () => {
  // A skipped suite is still collected.
  const files = present("inspect-logs")
    ? readdirSync(join(data, "inspect-logs"), { recursive: true, encoding: "utf8" }).filter((name) =>
        /[.](json|eval)$/.test(name),
      )
    : ["skipped: no data"];
  /** Of files with other than one sample, how many; counted with Python's zipfile and json. */
  const samples: Record<string, number> = {
    "log_streaming.eval": 4,
    "2025-02-11T15-17-00-05-00_popularity_dPiJifoWeEQBrfWsAopzWr.eval": 10,
    "2025-02-11T15-18-04-05-00_popularity_mj7khqpMM4GBCfVQozKgzB.eval": 10,
    "2025-05-12T20-28-13-04-00_popularity.json": 3,
    "2025-05-12T20-28-26-04-00_security-guide.json": 3,
  };
  const toolCalls: Record<string, number> = {
    "log_message_deduplication.eval": 5,
    "2025-05-12T20-27-36-04-00_browser.json": 4,
  };

  it.each(files)("%s", async (path) => {
    const file = path.split("/").at(-1) ?? "";
    const source = fileInput(join(data, "inspect-logs", path));
    if (file.includes("no-samples")) {
      await expect(read(source)).rejects.toThrow(/no episodes/);
      return;
    }
    const { transcripts } = await read(source);
    expect(transcripts).toHaveLength(samples[file] ?? 1);
    expect(transcripts.flatMap((t) => t.toolCalls)).toHaveLength(toolCalls[file] ?? 0);
    expect(JSON.stringify(transcripts.map((t) => t.messages))).not.toContain("attachment://");
  });
});

describe.skipIf(!present("tau-bench"))("tau-bench's historical trajectories", () => {
  it("200 runs of 50 tasks, 84 of them rewarded, 1164 calls; counted with Python's json", async () => {
    const path = join(data, "tau-bench/historical_trajectories/gpt-4o-airline.json");
    const { transcripts, omitted } = await read(fileInput(path));
    expect(transcripts).toHaveLength(200);
    expect(new Set(transcripts.map(({ metadata }) => metadata.task_id)).size).toBe(50);
    expect(transcripts.filter(({ success }) => success)).toHaveLength(84);
    const all = transcripts.flatMap(({ toolCalls }) => toolCalls);
    expect([all.length, all.filter(({ failed }) => failed).length]).toEqual([1164, 73]);
    expect(omitted).toEqual([]);
  });
});
