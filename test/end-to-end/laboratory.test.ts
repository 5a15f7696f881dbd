import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { telostat } from "./telostat.js";

const folder = mkdtempSync(join(tmpdir(), "telostat-laboratory-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);
const suite = ["lab", "suite", "reproduce", "lambda-bracket", "tau-bench", "--quick", "--out", at("lab")];

interface Found {
  readonly experiment: string;
  readonly standing: string;
  readonly command: string;
  readonly seconds: number;
}

describe("telostat lab suite and report", { timeout: 120_000 }, () => {
  it("run each experiment into its folder, and report on them", async () => {
    const { code, out, err } = await telostat([...suite, "--json"]);
    expect([code, err]).toEqual([0, expect.stringContaining("tau-bench (3 of 3): left out: it reads files")]);
    const found = JSON.parse(out) as Found[];
    expect(new Set(found.map(({ experiment }) => experiment))).toEqual(
      new Set(["reproduce", "lambda-bracket"]),
    );
    expect(found[0]?.command).toBe("telostat lab run lambda-bracket --seed 1 --quick");
    for (const { seconds } of found) expect(seconds).toBeGreaterThan(0);
    const page = readFileSync(at("lab/report.html"), "utf8");
    expect(page).toContain('href="lambda-bracket/index.html"');
    expect(JSON.parse(readFileSync(at("lab/findings.json"), "utf8"))).toEqual(found);
  });

  it("keep what is there when resumed, and name what cannot be read", async () => {
    const written = statSync(at("lab/reproduce/result.json")).mtimeMs;
    mkdirSync(at("lab/torn"));
    writeFileSync(at("lab/torn/result.json"), "{");
    mkdirSync(at("lab/other"));
    writeFileSync(at("lab/other/result.json"), JSON.stringify({ telostat: "0.1.0", divergences: [] }));
    const { code, err } = await telostat([...suite, "--resume"]);
    expect(code).toBe(0);
    expect(err).toContain("reproduce (1 of 3): kept, it is there");
    expect(err).toContain("torn/result.json: not JSON");
    expect(err).toContain("other/result.json: not a result of `telostat lab run`");
    expect(statSync(at("lab/reproduce/result.json")).mtimeMs).toBe(written);
  });

  it("run the others where one fails, and say so", async () => {
    const other = await telostat([...suite, "--resume", "--seed", "2"]);
    expect([other.code, other.err]).toEqual([
      1,
      expect.stringMatching(/lambda-bracket .*seed was 1 and is 2/),
    ]);
    expect(other.err).toMatch(/telostat: failed: lambda-bracket\n$/);
  });

  it("say what to do where there are no results, and suggest the nearest name", async () => {
    const none = await telostat(["lab", "report", "--results", at("none")]);
    expect([none.code, none.err]).toEqual([
      4,
      expect.stringMatching(/no results .*telostat lab suite --out/),
    ]);
    const unknown = await telostat(["lab", "suite", "reproduc", "--out", at("no")]);
    expect([unknown.code, unknown.err]).toEqual([2, expect.stringMatching(/did you mean 'reproduce'\?/)]);
  });
});
