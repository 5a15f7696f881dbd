import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CommanderError } from "commander";
import { afterAll, afterEach, expect, it, vi } from "vitest";
import { InputError } from "../../ingest/index.js";
import { UserError } from "../exit.js";
import { measure } from "./measure.js";

const folder = mkdtempSync(join(tmpdir(), "telostat-measure-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());

/** Runs the command in this process; what it writes to stdout. */
async function run(...args: string[]): Promise<string> {
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  await measure()
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .parseAsync(args, { from: "user" });
  return write.mock.calls.join("");
}

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const counts = file("counts.csv", "goal,count\nstall,1\nhelp,9\n");

it("prints a table for people", async () => {
  const out = await run(counts, "--goals", "help,stall,lie");
  for (const text of [
    "10 observations, 3 goals",
    "S (nsb)",
    "S / ln K",
    "fidelity p(help)",
    "D_KL(help || p)",
  ])
    expect(out).toContain(text);
  expect(out).toMatch(/lie\s+│\s+0 │ 0 \[0, 0\.217\]/);
});

it("reads the columns, the goals and the format it is told", async () => {
  const odd = file("odd.csv", '{"intent":"a, b","times":3}\n{"intent":"c","times":1}\n');
  const args = ["--format", "jsonl", "--columns", "goal=intent,count=times", "--goals", '"a, b",c', "--json"];
  const { distribution, intended } = JSON.parse(await run(odd, ...args));
  expect(distribution.map(({ goal, count }: { goal: string; count: number }) => [goal, count])).toEqual([
    ["a, b", 3],
    ["c", 1],
  ]);
  expect(intended).toBe("a, b");
});

it.each<[message: RegExp, kind: new (...args: never[]) => Error, ...args: string[]]>([
  [/none\.csv: no such file$/, InputError, join(folder, "none.csv")],
  [/: is a directory; expected a file$/, InputError, folder],
  [/empty: empty; expected CSV/, InputError, file("empty", "")],
  [/noise:1: not UTF-8 text/, InputError, file("noise", Uint8Array.of(31, 139, 8, 0))],
  [/log\.eval holds transcripts, not labels; expected --goals-file/, UserError, file("log.eval", "PK")],
  [/chat\.jsonl holds transcripts/, UserError, file("chat.jsonl", '{"messages":[]}\n')],
  [/one\.csv: one goal only/, InputError, file("one.csv", "goal\na\n")],
  [
    /counts\.csv:2: goal "stall" is not one of --goals: help, lie$/,
    InputError,
    counts,
    "--goals",
    "help,lie",
  ],
  [/no column 'intent' in the header "goal,count"/, InputError, counts, "--columns", "goal=intent"],
  [
    /--intended lie is not one of --goals: help, stall$/,
    UserError,
    counts,
    "--goals",
    "help,stall",
    "--intended",
    "lie",
  ],
  [
    /--interval posterior goes with --estimator nsb/,
    UserError,
    counts,
    "--estimator",
    "zhang",
    "--interval",
    "posterior",
  ],
  [/'--estimator <name>' argument 'x' is invalid/, CommanderError, counts, "--estimator", "x"],
  [/'--level <p>' argument '1' is invalid/, CommanderError, counts, "--level", "1"],
  [/'--level <p>' argument '' is invalid/, CommanderError, counts, "--level", ""],
  [/'--seed <n>' argument '-1' is invalid/, CommanderError, counts, "--seed", "-1"],
  [/'--format <name>' argument 'xml' is invalid/, CommanderError, counts, "--format", "xml"],
  [/expected two or more goals/, CommanderError, counts, "--goals", "help"],
  [/'help' is there twice/, CommanderError, counts, "--goals", "help,help"],
  [/a name between commas is missing/, CommanderError, counts, "--goals", "help,,stall"],
  [/a quote is not closed/, CommanderError, counts, "--goals", 'help,"stall'],
  [/expected goal=NAME, count=NAME/, CommanderError, counts, "--columns", "label=x"],
  [/unknown option '--verbose'/, CommanderError, counts, "--verbose"],
  [/too many arguments/, CommanderError, counts, counts],
])("%s", async (message, kind, ...args) => {
  const failure = await run(...args).catch((error: Error) => error);
  expect(failure).toBeInstanceOf(kind);
  expect((failure as Error).message).toMatch(message);
  expect((failure as Error).message).not.toContain("\n");
  expect(process.stdout.write).not.toHaveBeenCalled();
});

it("says what it expects rather than wait for someone to type", async () => {
  const terminal = Object.getOwnPropertyDescriptor(process.stdin, "isTTY");
  Object.defineProperty(process.stdin, "isTTY", { value: true, configurable: true });
  await expect(run()).rejects.toMatchObject({
    code: 2,
    message: expect.stringContaining("telostat measure FILE"),
  });
  if (terminal) Object.defineProperty(process.stdin, "isTTY", terminal);
  else Reflect.deleteProperty(process.stdin, "isTTY");
});

it("every option has help", () => {
  for (const { description, long } of measure().options) expect(description, long).not.toBe("");
});
