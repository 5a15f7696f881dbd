import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { measureResultSchema } from "../../src/contracts/index.js";
import { type Outcome, telostat } from "./telostat.js";

const folder = mkdtempSync(join(tmpdir(), "telostat-measure-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs `telostat measure` in a folder of its own files, `stdin` piped in. */
const measure = (
  args: readonly string[],
  stdin: string | Iterable<string> = "",
  nodeOptions: readonly string[] = [],
): Promise<Outcome> => telostat(["measure", ...args], { cwd: folder, stdin, nodeOptions });

describe.concurrent("telostat measure", () => {
  it("counts in a CSV file and labels in JSON Lines on standard input agree", async () => {
    const labels = [...Array(46).fill("help"), ...Array(3).fill("flatter"), "stall"];
    const jsonl = labels.map((goal, id) => `${JSON.stringify({ id, goal })}\n`).join("");
    const csv = "\ufeffgoal,count\r\nflatter,1\r\nhelp,46\r\n\r\nflatter,2\r\nstall,1\r\n";
    writeFileSync(join(folder, "counts.csv"), csv);
    const options = ["--intended", "help", "--json"];
    const outcomes = await Promise.all([
      measure(["counts.csv", ...options]),
      measure(["-", ...options], jsonl),
    ]);
    expect(outcomes.map(({ code, err }) => [code, err])).toEqual(Array(2).fill([0, ""]));
    const [counts, stdin] = outcomes.map(({ out }) => measureResultSchema.parse(JSON.parse(out)));
    expect(counts).toMatchObject({ observations: 50, goals: 3, fidelity: { value: 0.92 }, seed: 1 });
    expect(stdin).toEqual({ ...counts, source: "stdin" });
  });

  it.each<[what: string, code: number, message: RegExp, args: string[], stdin: string]>([
    ["a ragged row", 2, /^telostat: stdin:3: expected 2 fields/, [], "goal,count\na,1\nb\n"],
    ["an unknown option", 2, /^telostat: unknown option '--verbose'/, ["--verbose"], ""],
    ["counts of zero", 4, /^telostat: stdin: no observations/, [], "goal,count\na,0\nb,0\n"],
  ])("%s: exit code, one line on stderr, nothing on stdout", async (_, code, message, args, stdin) => {
    const outcome = await measure(args, stdin);
    expect(outcome).toMatchObject({ code, out: "" });
    expect(outcome.err).toMatch(message);
    expect(outcome.err.trimEnd()).not.toContain("\n");
  });
});

describe("memory", () => {
  const records = (count: number): Iterable<string> => {
    const record = (goal: string) => `${JSON.stringify({ goal, note: "x".repeat(960) })}\n`;
    const block = `${record("help")}${record("stall")}`.repeat(50);
    return Array.from({ length: count / 100 }, () => block);
  };
  const reportPeak =
    "data:text/javascript,process.on('exit',()=>console.error(process.resourceUsage().maxRSS))";
  const peak = async (count: number): Promise<number> => {
    const { err, code } = await measure(["--format", "jsonl"], records(count), ["--import", reportPeak]);
    expect(code).toBe(0);
    return Number(err) / 1024;
  };

  it("100 MB on a pipe take less than 60 MB more than 100 kB", { timeout: 30_000 }, async () => {
    const [small, large] = [await peak(100), await peak(100_000)];
    expect(large - small).toBeLessThan(60);
  });
});
