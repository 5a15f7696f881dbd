import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, it, vi } from "vitest";
import { watchStateSchema } from "../../contracts/index.js";
import { watch } from "./watch.js";

const folder = mkdtempSync(join(tmpdir(), "telostat-watch-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

/** Runs the command in this process; what it writes to stdout and stderr. */
const run = (...args: string[]) => runBare("--goals", "help,stall,lie", ...args);

async function runBare(...args: string[]): Promise<{ out: string; err: string }> {
  const written = { out: "", err: "" };
  const keep = (part: "out" | "err") => (chunk: unknown, done?: unknown) => {
    written[part] += String(chunk);
    if (typeof done === "function") done();
    return true;
  };
  vi.spyOn(process.stdout, "write").mockImplementation(keep("out") as typeof process.stdout.write);
  vi.spyOn(process.stderr, "write").mockImplementation(keep("err") as typeof process.stderr.write);
  await watch()
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .parseAsync(args, { from: "user" });
  return written;
}

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const labels = file("labels.csv", `goal\n${"help\n".repeat(30)}`);

it.each<[what: string, message: RegExp, state: string]>([
  ["cut short", /is cut short or no JSON/, '{"file":"telostat watch state","ver'],
  [
    "of another version",
    /is a state of version 7, and this telostat reads version 1/,
    '{"file":"telostat watch state","version":7}',
  ],
  ["of something else", /is not a state of telostat watch/, '{"a":1}'],
  ["of nothing", /is not a state of telostat watch/, "null"],
  ["without its parts", /: settings: /, '{"file":"telostat watch state","version":1}'],
])("refuses a state file %s, and leaves it", async (what, message, state) => {
  const path = file(`${what}.state`, state);
  await expect(run(labels, "--state", path)).rejects.toThrow(message);
  expect(readFileSync(path, "utf8")).toBe(state);
});

it("refuses a state of other settings, saying which, and an output that another has cut", async () => {
  const [state, out] = [join(folder, "own.state"), join(folder, "own.jsonl")];
  const args = [labels, "--state", state, "--out", out, "--window", "10"];
  await run(...args);
  await expect(run(...args, "--window", "50")).rejects.toThrow(
    /is the state of another watch: windowing was \{.*10\} and is \{.*50\}/,
  );
  writeFileSync(out, "");
  await expect(run(...args)).rejects.toThrow(/has 0 bytes, and \d+ were written to it before/);
});

it("goes on from its state with what a file has grown by, and leaves an unfinished line", async () => {
  const [path, state] = [file("grows.csv", "goal,id\nhelp,1\nlie,2\nhe"), join(folder, "grows.state")];
  const args = [path, "--state", state, "--window", "2", "--json"];
  expect(JSON.parse((await run(...args)).out).counts).toEqual({ help: 1, stall: 0, lie: 1 });
  writeFileSync(path, "goal,id\nhelp,1\nlie,2\nhelp,3\nhelp,3\nhelp,4\n");
  const { out, err } = await run(...args);
  expect(JSON.parse(out)).toMatchObject({ start: 3, counts: { help: 2 } });
  expect(err).toMatch(/4 observations, 1 repeats ignored/);
  expect(watchStateSchema.parse(JSON.parse(readFileSync(state, "utf8"))).input).toMatchObject({ lines: 6 });
  writeFileSync(path, "goal,id\nstall,8\nstall,9\n");
  expect((await run(...args)).err).toMatch(/was replaced or cut short: reading it from its start/);
});

it("has a monitor for each system", async () => {
  const lines = ["a", "b", "a", "b"].map((system, i) =>
    JSON.stringify({ system, goal: i < 2 ? "help" : "lie" }),
  );
  const { out } = await run(file("two.jsonl", lines.join("\n")), "--window", "2", "--json");
  const windows = out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(windows.map(({ system, counts }) => [system, counts.help, counts.lie])).toEqual([
    ["a", 1, 1],
    ["b", 1, 1],
  ]);
});

it.each<[args: string[], message: RegExp]>([
  [["--limit", "2"], /--limit must lie below ln K = 1.099 nats/],
  [["--follow"], /--follow goes with a file/],
  [["--window", "1h", "--slide", "7min"], /multiple of its slide/],
  [["--window", "1h", "--slide", "7"], /--slide must be of the kind of --window/],
  [["--detector", "ewma", "--limit", "0.5"], /a limit has one/],
  [["--detector", "adwin", "--false-alarm-interval", "50"], /promises no false-alarm interval/],
  [["--late", "5s"], /--late goes with windows in time/],
  [["--columns", "what=x"], /expected goal=NAME/],
  [["--intended", "sing"], /--intended sing is not one of --goals/],
  [[join(folder, "missing.jsonl")], /missing.jsonl: no such file/],
  [[folder], /is a directory/],
  [[file("other.csv", "a,b\n1,2\n")], /other.csv:1: no column 'goal' in the header "a,b"/],
])("explains what is wrong with %j", async (args, message) => {
  await expect(run(...args)).rejects.toThrow(message);
});

it("takes the known errors of a classifier out of each window", async () => {
  // A classifier that calls a tenth of each class the other, and 90% help: shares of labels 0.82 and 0.18.
  const confusion = file(
    "confusion.csv",
    "true,predicted,count\nhelp,help,900\nhelp,lie,100\nlie,help,100\nlie,lie,900\n",
  );
  const called = file("called.csv", `goal\n${`${"help\n".repeat(82)}${"lie\n".repeat(18)}`.repeat(10)}`);
  const args = [called, "--confusion", confusion, "--window", "500", "--json"];
  const { out } = await runBare(...args);
  const windows = out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(windows).toHaveLength(2);
  for (const { entropy, fidelity, counts } of windows) {
    expect(counts).toEqual({ help: 410, lie: 90 });
    expect(fidelity.value).toBeCloseTo(0.9, 1);
    // ln: -0.9 ln 0.9 - 0.1 ln 0.1 = 0.325, of the labels 0.471.
    expect(entropy.lower).toBeLessThan(0.325);
    expect(entropy.upper).toBeLessThan(0.471);
  }
  expect((await runBare(...args)).out).toBe(out);
  await expect(runBare(called, "--window", "500")).rejects.toThrow(
    /expected every goal there could be in --goals/,
  );
});

it("ends with 4 without an observation", async () => {
  expect((await run(file("empty.csv", "goal\n"))).err).toMatch(/^0 observations/);
  expect(process.exitCode).toBe(4);
});
