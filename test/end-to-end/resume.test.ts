import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { binary, telostat } from "./telostat.js";

const folder = mkdtempSync(join(tmpdir(), "telostat-resume-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);

/** 60 trials of some milliseconds each. */
const small = [
  "goals=[2]",
  "beta=[1.6]",
  "episodes=[20]",
  'populations=["drawn"]',
  "replications=60",
  "batch=1",
];
const run = ["lab", "run", "calibrate-entropy", ...small.flatMap((setting) => ["--set", setting]), "--json"];

const journal = (name: string): string => at(join(name, "trials.jsonl"));
const lines = (name: string): string[] => readFileSync(journal(name), "utf8").split("\n").slice(0, -1);

/** Starts the run and sends `signal` as soon as `trials` are on the disk. */
async function stopAfter(trials: number, signal: NodeJS.Signals, out: string): Promise<number | null> {
  const child = spawn(process.execPath, [binary, ...run, "--workers", "2", "--out", at(out)], {
    stdio: "ignore",
  });
  const closed = once(child, "close");
  while (child.exitCode === null && !(existsSync(journal(out)) && lines(out).length > trials))
    await setTimeout(2);
  child.kill(signal);
  const [code] = await closed;
  return code;
}

describe("trials in parallel", { timeout: 180_000 }, () => {
  let whole = "";

  it("give the same bytes for any number of workers", async () => {
    const [one, three] = await Promise.all([
      telostat([...run, "--workers", "1"]),
      telostat([...run, "--workers", "3", "--out", at("whole")]),
    ]);
    expect([one.code, three.code]).toEqual([0, 0]);
    expect(three.out).toBe(one.out);
    expect(lines("whole")).toHaveLength(61);
    whole = one.out;
  });

  it("go on after a kill, with no trial lost or repeated", async () => {
    expect(await stopAfter(5, "SIGKILL", "killed")).toBeNull();
    const kept = lines("killed");
    expect(kept.length).toBeGreaterThan(5);
    expect(kept.length).toBeLessThan(61);
    // The kill came in the middle of a line.
    appendFileSync(journal("killed"), '{"trial":59,"activ');

    const refused = await telostat([...run, "--out", at("killed")]);
    expect([refused.code, refused.err]).toEqual([
      2,
      expect.stringMatching(/of 60 trials of an unfinished run/),
    ]);
    const resumed = await telostat([...run, "--out", at("killed"), "--resume"]);
    expect([resumed.code, resumed.out]).toEqual([0, whole]);
    expect(lines("killed").slice(0, kept.length)).toEqual(kept);
    const trials = lines("killed")
      .slice(1)
      .map((line) => (JSON.parse(line) as { trial: number }).trial);
    expect(trials.sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, trial) => trial));
  });

  it("are kept when interrupted, and it says how to go on", async () => {
    expect(await stopAfter(3, "SIGINT", "interrupted")).toBe(130);
    expect(lines("interrupted").length).toBeGreaterThan(3);
    const resumed = await telostat([...run, "--out", at("interrupted"), "--resume"]);
    expect([resumed.code, resumed.out]).toEqual([0, whole]);
    const message = await telostat([...run, "--out", at("told"), "--workers", "2"], {
      interruptWith: "SIGINT",
    });
    expect([message.code, message.err]).toEqual([
      130,
      expect.stringMatching(
        /interrupted: \d+ of 60 trials are kept in .*told: the same command with --resume/,
      ),
    ]);
  });

  it.each<[what: string, args: string[], message: RegExp]>([
    ["another seed", ["--seed", "2"], /is of another run: seed was 1 and is 2/],
    ["other parameters", ["--set", "steps=4"], /is of another run: parameter steps was 5 and is 4/],
  ])("are not mixed with those of %s", async (_, args, message) => {
    const { code, err } = await telostat([...run, ...args, "--out", at("whole"), "--resume"]);
    expect([code, err]).toEqual([2, expect.stringMatching(message)]);
    expect(lines("whole")).toHaveLength(61);
  });

  it("need a folder with a journal to go on from, unharmed", async () => {
    const none = await telostat([...run, "--resume"]);
    expect([none.code, none.err]).toEqual([2, expect.stringMatching(/expected --out DIR/)]);
    const empty = await telostat([...run, "--resume", "--out", at("empty")]);
    expect([empty.code, empty.err]).toEqual([2, expect.stringMatching(/nothing to resume/)]);
    const single = await telostat(["lab", "run", "reproduce", "--resume", "--out", at("empty")]);
    expect([single.code, single.err]).toEqual([2, expect.stringMatching(/reproduce is a single trial/)]);
    writeFileSync(journal("whole"), lines("whole").with(3, "{").join("\n").concat("\n"));
    const changed = await telostat([...run, "--resume", "--out", at("whole")]);
    expect([changed.code, changed.err]).toEqual([2, expect.stringMatching(/trials\.jsonl:4: not JSON/)]);
  });
});
