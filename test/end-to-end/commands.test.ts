import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import {
  closedLoopResultSchema,
  experimentResultSchema,
  reproduceResultSchema,
} from "../../src/contracts/index.js";
import { telostat } from "./telostat.js";

const folder = mkdtempSync(join(tmpdir(), "telostat-commands-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);

describe("telostat reproduce", () => {
  it("prints the eight claims, each with a verdict", async () => {
    const { code, out, err } = await telostat(["reproduce", "--json"]);
    expect([code, err]).toEqual([0, ""]);
    const { claims } = reproduceResultSchema.parse(JSON.parse(out));
    expect(claims.map(({ id, verdict }) => [id, verdict])).toEqual([
      ["initial-entropy", "reproduced"],
      ["critical-work", "reproduced"],
      ["drift-without-work", "reproduced"],
      ["stability-with-work", "artefact"],
      ["p-value", "inconsistent"],
      ["phase-transition", "refuted"],
      ["synergy", "refuted"],
      ["critical-work-units", "inconsistent"],
    ]);
  });

  it("gives the same bytes from the same seed, and a table without --json", async () => {
    const [first, again, other] = await Promise.all(
      ["7", "7", "8"].map((seed) => telostat(["reproduce", "--seed", seed])),
    );
    expect(first?.out).toBe(again?.out);
    expect(first?.out).not.toBe(other?.out);
    expect(first?.out).toMatch(/phase-transition .* refuted/);
  });
});

describe("telostat lab", () => {
  it("lists every experiment with its question, and runs one", async () => {
    const list = await telostat(["lab", "list", "--json"]);
    const names = (JSON.parse(list.out) as { name: string; question: string }[]).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["closed-loop", "reproduce"]));
    const { out } = await telostat(["lab", "list"]);
    for (const name of names) expect(out).toMatch(new RegExp(`^${name}$`, "m"));
    expect(out).toContain("--data DIR: needed, files of the format tau-bench");
    expect(Math.max(...out.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(100);
    const run = await telostat(["lab", "run", "reproduce", "--set", "trials=30", "--json"]);
    expect(run.code).toBe(0);
    const result = experimentResultSchema.parse(JSON.parse(run.out));
    expect(result).toMatchObject({ experiment: "reproduce", verdict: "audited", parameters: { trials: 30 } });
    expect(Object.keys(result.summary)).toContain("phase_transition");
  });

  it("writes a page and its numbers beside the same output", async () => {
    const command = ["lab", "run", "reproduce", "--trials", "30"];
    const [plain, kept] = await Promise.all([
      telostat(command),
      telostat([...command, "--out", at("audit")]),
    ]);
    expect([kept.code, kept.out]).toEqual([0, plain.out]);
    const result = JSON.parse(readFileSync(at("audit/result.json"), "utf8"));
    expect(result.command).toBe("telostat lab run reproduce --seed 1 --trials 30");
    expect(experimentResultSchema.parse(result).parameters).toEqual({ trials: 30 });
    expect(readFileSync(at("audit/index.html"), "utf8")).toContain(result.command);
  });
});

describe("telostat demo", () => {
  it("writes a page and its numbers", async () => {
    const { code, out, err } = await telostat(["demo", "--seeds", "1", "--out", at("report")]);
    expect(code).toBe(0);
    expect(out).toMatch(/feedback on S/);
    expect(err).toMatch(/Report: .*index\.html/);
    const result = JSON.parse(readFileSync(at("report/result.json"), "utf8"));
    const loop = closedLoopResultSchema.parse(result.closedLoop);
    expect(loop.summary.entropy_none?.value).toBeGreaterThan(loop.summary.entropy_feedback?.value as number);
    expect(loop.verdict).toBe("undecided");
    expect(readFileSync(at("report/index.html"), "utf8")).toContain("</html>");
  }, 180_000);

  it("leaves nothing behind when interrupted", async () => {
    const { code, err } = await telostat(["demo", "--out", at("interrupted")], { interruptWith: "SIGINT" });
    expect(code).toBe(130);
    expect(err).toContain("telostat: interrupted: nothing was written");
    expect(existsSync(at("interrupted"))).toBe(false);
  });
});

describe("bad usage", () => {
  writeFileSync(at("file"), "");

  it.each<[what: string, args: string[], message: RegExp]>([
    ["an unknown command", ["meassure"], /unknown command 'meassure'\n\(Did you mean measure\?\)/],
    ["an unknown flag", ["demo", "--sedes", "3"], /unknown option '--sedes'\n\(Did you mean --seeds\?\)/],
    ["a seed that is no number", ["demo", "--seed", "x"], /expected a whole number from 0/],
    ["no seeds", ["demo", "--seeds", "0"], /expected a whole number from 1 to 100/],
    [
      "an output folder that is a file",
      ["demo", "--out", at("file")],
      /cannot write to .*file is not a folder/,
    ],
    [
      "an output folder below a file",
      ["demo", "--out", at("file/x")],
      /cannot write to .*file is not a folder/,
    ],
    [
      "an output folder of an experiment that is a file",
      ["lab", "run", "closed-loop", "--out", at("file")],
      /cannot write to .*file is not a folder/,
    ],
    [
      "an unknown experiment",
      ["lab", "run", "nonsense"],
      /no experiment named 'nonsense'; expected one of: .*closed-loop/,
    ],
    [
      "a misspelt experiment",
      ["lab", "run", "closd-lop"],
      /no experiment named 'closd-lop'; did you mean 'closed-loop'\?$/m,
    ],
    [
      "a misspelt parameter",
      ["lab", "run", "closed-loop", "--set", "driftstep=1"],
      /closed-loop has no parameter 'driftstep'; did you mean 'driftSteps'\?$/m,
    ],
    [
      "too few trials for an experiment",
      ["lab", "run", "reproduce", "--trials", "1"],
      /trials must be .* from 2/,
    ],
    [
      "an unknown parameter",
      ["lab", "run", "reproduce", "--set", "x=1"],
      /has no parameter 'x'; it has: trials/,
    ],
    [
      "a parameter of another type",
      ["lab", "run", "reproduce", "--set", "trials=many"],
      /expected a number for 'trials'/,
    ],
    [
      "a parameter out of range",
      ["lab", "run", "closed-loop", "--set", "seeds=-1"],
      /seeds must be a whole number from 1 to 1000000, got -1/,
    ],
    ["too few trials", ["reproduce", "--trials", "1"], /expected a whole number from 2/],
  ])("%s exits 2 with a line that says what was expected", async (_, args, message) => {
    const { code, out, err } = await telostat(args, { cwd: folder });
    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err).toMatch(message);
    expect(err).not.toMatch(/\n\s+at /);
  });
});
