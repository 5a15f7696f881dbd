import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { GoalRecord } from "./goal-record.js";
import { type GoalFormat, type GoalOptions, readGoals } from "./goals.js";

const seeded = { seed: 20251110, numRuns: 200 };

/** An input of the given bytes, cut at `cuts`. */
function input(bytes: Uint8Array, cuts: readonly number[] = [], name = "data") {
  const edges = [0, ...[...cuts].map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  async function* chunks() {
    for (let i = 1; i < edges.length; i++) yield bytes.subarray(edges[i - 1], edges[i]);
  }
  return { name, bytes: chunks() };
}

async function read(text: string | Uint8Array, options: GoalOptions = {}, cuts: readonly number[] = []) {
  const bytes = typeof text === "string" ? Buffer.from(text) : text;
  const records: GoalRecord[] = [];
  for await (const record of readGoals(input(bytes, cuts), options)) records.push(record);
  return records;
}

const goal = fc.string({ unit: "binary", minLength: 1, maxLength: 20 }).filter((text) => text.trim() !== "");
const count = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const rows = fc.array(fc.record({ goal, count, blanksBefore: fc.nat({ max: 2 }) }), {
  minLength: 1,
  maxLength: 8,
});
type Row = { goal: string; count: number; blanksBefore: number };

const csvField = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const writers: Record<GoalFormat, (rows: readonly Row[], counted: boolean, end: string) => string> = {
  csv: (rows, counted, end) =>
    `${counted ? "extra, goal ,count" : "extra,goal"}${end}${rows
      .map(({ goal, count, blanksBefore }) => {
        return `${end.repeat(blanksBefore)}x,${csvField(goal)}${counted ? `,${count}` : ""}${end}`;
      })
      .join("")}`,
  jsonl: (rows, counted, end) =>
    rows
      .map(({ goal, count, blanksBefore }) => {
        const record = counted ? { extra: [1], goal, count } : { goal };
        return `${end.repeat(blanksBefore)}${JSON.stringify(record)}${end}`;
      })
      .join(""),
};

describe.each(Object.keys(writers) as GoalFormat[])("%s", (format) => {
  it("round trip: labels, counts, order and lines, whatever the chunks, line ends and byte-order mark", async () => {
    const setting = fc.record({
      rows,
      counted: fc.boolean(),
      end: fc.constantFrom("\n", "\r\n"),
      mark: fc.boolean(),
      lastEnd: fc.boolean(),
      cuts: fc.array(fc.nat(), { maxLength: 20 }),
    });
    const property = fc.asyncProperty(setting, async ({ rows, counted, end, mark, lastEnd, cuts }) => {
      const text = writers[format](rows, counted, end);
      const whole = `${mark ? "\ufeff" : ""}${lastEnd ? text : text.slice(0, -end.length)}`;
      let line = format === "csv" ? 2 : 1;
      const expected = rows.map(({ goal, count, blanksBefore }) => {
        line += blanksBefore;
        const record = { goal: goal.replace(/\r\n?/g, "\n"), count: counted ? count : 1, line };
        line += format === "csv" ? record.goal.split("\n").length : 1;
        return format === "csv" ? record : { ...record, goal };
      });
      expect(await read(whole, {}, cuts)).toEqual(expected);
    });
    await fc.assert(property, seeded);
  });

  it("a broken row is reported at its line, whatever stands before it and wherever the chunks end", async () => {
    const broken = { csv: 'x,"" ,7\n', jsonl: '{"goal":"","count":7}\n' }[format];
    const cuts = fc.array(fc.nat(), { maxLength: 20 });
    const property = fc.asyncProperty(rows, cuts, async (rows, cuts) => {
      const before = writers[format](rows, true, "\n");
      const line = before.split(/\r\n?|\n/).length;
      const text = `${before}${broken}${writers[format](rows, true, "\n")}`;
      await expect(read(text, {}, cuts)).rejects.toMatchObject({ position: { source: "data", line } });
    });
    await fc.assert(property, { ...seeded, numRuns: 50 });
  });

  it("never answers arbitrary bytes with anything but records or an InputError", async () => {
    const property = fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      const outcome = await read(bytes, { format }).catch((error: Error) => error.name);
      expect(Array.isArray(outcome) || outcome).toSatisfy((x) => x === true || x === "InputError");
    });
    await fc.assert(property, seeded);
  });
});

describe("format", () => {
  const kind = async (name: string, text: string, format?: GoalFormat): Promise<string> => {
    const records = readGoals(input(Buffer.from(text), [], name), { format });
    return records.next().then(
      ({ value }) => value.goal,
      (error: Error) => error.message,
    );
  };

  it("is what was asked, else the extension, else the first character", async () => {
    expect(await kind("x", ' \n{"goal":"from json"}')).toBe("from json");
    expect(await kind("x", "goal\nfrom csv")).toBe("from csv");
    expect(await kind("x.NDJSON", "goal\na")).toContain("malformed JSON");
    expect(await kind("x.csv", "{}")).toContain("no column 'goal'");
    expect(await kind("x.csv", '{"goal":"a"}', "jsonl")).toBe("a");
    expect(await kind("x", '[{"goal":"a"}]')).toContain("got an array; expected one object a line");
  });
});

describe("field names", () => {
  const fields = { goal: "intent", count: "times" };

  it("can be chosen", async () => {
    expect(await read("times,intent,goal\n3,a,b", { fields })).toEqual([{ goal: "a", count: 3, line: 2 }]);
    expect(await read('{"intent":"a","times":3,"count":9}', { fields })).toEqual([
      { goal: "a", count: 3, line: 1 },
    ]);
  });

  it("a chosen count must be there", async () => {
    await expect(read("intent\na", { fields })).rejects.toThrow(/data:1: no column 'times'/);
    await expect(read('{"intent":"a"}', { fields })).rejects.toThrow(/data:1: no field 'times'/);
  });
});

describe("messages", () => {
  it.each([
    ["goal,count\na,-1", "data:2: field 'count': expected a whole number from 0 to 2^53 - 1, got \"-1\""],
    ["goal,count\na,1.5", "data:2: field 'count': expected a whole number from 0 to 2^53 - 1, got \"1.5\""],
    ["goal,count\na,NaN", "data:2: field 'count': expected a whole number from 0 to 2^53 - 1, got \"NaN\""],
    ["goal,count\na,", "data:2: field 'count': expected a whole number from 0 to 2^53 - 1, got \"\""],
    ["goal,count\na,9007199254740992", /^data:2: field 'count': .* got "9007199254740992"$/],
    ['{"goal":"a","count":"3"}', /^data:1: field 'count': .* got "3"$/],
    ['{"goal":"a","count":1e400}', /^data:1: field 'count': expected a whole number/],
    ["goal,goal\na,b", "data:1: two columns named 'goal'; expected one"],
    ["a,b\n1,2", "data:1: no column 'goal' in the header \"a,b\""],
    ['goal,x\na,b\n\n"c\nd"\n', "data:4: expected 2 fields, as in the header, got 1"],
    ['goal\n"a\n\nb"\n\n"c\nd\n', "data:6: a quoted field in the row that begins here is never closed"],
    ['goal\n"a"b\n', /^data:2: text after a closing quote/],
    ['goal\n"a" b\n', /^data:2: text after a closing quote/],
    ['goal\n\na"b\n', /^data:3: a quote inside an unquoted field/],
    ['goal\na\n""\n', "data:3: field 'goal': expected a goal's name, got nothing"],
    ["goal,x\n , \n", "data:2: field 'goal': expected a goal's name, got nothing"],
    [`goal\n${"x".repeat(1001)}\n`, /^data:2: .* at most 1000 characters, got 1001$/],
    [
      '{"goal":"a"}\n\n{"goal":"b"',
      'data:3:12: malformed JSON; expected one object a line, such as {"goal":"x"}',
    ],
    ['{"goal":"a"}\n"b"', 'data:2: got a string; expected one object a line, such as {"goal":"x"}'],
    ['{"goal":"a"}\nnull', 'data:2: got null; expected one object a line, such as {"goal":"x"}'],
    ['{"target":"a"}', 'data:1: no field \'goal\'; expected one object a line, such as {"goal":"x"}'],
    ['{"goal":3}', "data:1: field 'goal': expected a string, got 3"],
    ['{"goal":"a"}\n{"goal":"a","count":1}', /^data:2: field 'count' in this record but not in those before/],
    ['{"goal":"a","count":1}\n{"goal":"a"}', /^data:2: no field 'count', which the records before have/],
    ["", /^data: empty; expected CSV/],
    ["\ufeff \r\n\n", /^data: empty; expected CSV/],
    ["goal,count\n\n", /^data: a header without rows/],
  ])("%j", async (text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });

  it("name the line of bytes that are not UTF-8", async () => {
    const bytes = Buffer.concat([
      Buffer.from("goal\né\nb\n"),
      Buffer.from([0x63, 0xe9, 0x0a]),
      Buffer.from("d\n"),
    ]);
    await expect(read(bytes)).rejects.toThrow(/^data:4: not UTF-8 text/);
    await expect(read(bytes, {}, [3, 6, 10])).rejects.toThrow(/^data:4: not UTF-8 text/);
  });

  it("stay on one line and without control characters", async () => {
    await expect(read('{"goal":["\\u001b[31m\\n\u2028\u202e"]}')).rejects.toThrow(
      "data:1: field 'goal': expected a string, got [\"\\u001b[31m\\n\\u2028\\u202e\"]",
    );
  });
});

it("an input without line ends is refused before it fills memory", async () => {
  let given = 0;
  async function* endless() {
    for (;;) {
      given += 2 ** 20;
      yield new Uint8Array(2 ** 20);
    }
  }
  await expect(readGoals({ name: "data", bytes: endless() }).next()).rejects.toThrow(
    /^data:1: no line end within/,
  );
  expect(given).toBeLessThan(2 ** 25);
});

it.each(["csv", "jsonl"] as const)(
  "%s: reads little ahead of the consumer, however long the input",
  async (format) => {
    let given = 0;
    async function* endless() {
      const rows = writers[format]([{ goal: "a", count: 1, blanksBefore: 0 }], false, "\n").split("\n");
      if (format === "csv") yield Buffer.from(`${rows[0]}\n`);
      const chunk = Buffer.from(`${rows.at(-2)}\n`.repeat(10_000));
      for (;;) {
        given += 10_000;
        yield chunk;
      }
    }
    let read = 0;
    for await (const _ of readGoals({ name: "data", bytes: endless() })) if (++read === 100_000) break;
    expect(given - read).toBeLessThanOrEqual(40_000);
  },
);

it("stops reading when the consumer stops", async () => {
  let closed = false;
  async function* bytes() {
    try {
      for (;;) yield Buffer.from("goal\na\nb\n".repeat(1000));
    } finally {
      closed = true;
    }
  }
  for await (const _ of readGoals({ name: "data", bytes: bytes() })) break;
  await new Promise((resolve) => setImmediate(resolve));
  expect(closed).toBe(true);
});
