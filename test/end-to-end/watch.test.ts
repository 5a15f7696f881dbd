import { spawn } from "node:child_process";
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { watchLineSchema, watchStateSchema } from "../../src/contracts/index.js";
import { RandomStream } from "../../src/numeric/index.js";
import { binary, type Outcome, telostat } from "./telostat.js";

const folder = mkdtempSync(join(tmpdir(), "telostat-watch-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);
const goals = ["help", "stall", "lie"];

const watch = (args: readonly string[], stdin: string | Iterable<string> = ""): Promise<Outcome> =>
  telostat(["watch", "--goals", goals.join(), ...args], { cwd: folder, stdin });

/** Observations every 10 s that drift after two thirds; some are repeats, some late, some wrong. */
function log(length: number, seed: number): string {
  const stream = RandomStream.fromSeed(seed);
  const lines: string[] = [];
  for (let i = 0; i < length; i++) {
    const other = stream.uniform() < (i < (2 * length) / 3 ? 0.1 : 0.5);
    const goal = other ? goals[1 + Math.floor(2 * stream.uniform())]! : "help";
    const time = 1_767_600_000 + 10 * i - Math.floor(60 * stream.uniform());
    const chance = stream.uniform();
    lines.push(JSON.stringify({ id: `o${i}`, time, goal, system: i % 3 === 0 ? "a" : "b" }));
    if (chance < 0.02) lines.push(lines.at(-1 - Math.floor(3 * stream.uniform()))!);
    else if (chance < 0.03) lines.push("{torn");
    else if (chance < 0.04) lines.push(JSON.stringify({ id: `x${i}`, time, goal: "sing", system: "b" }));
    else if (chance < 0.05) lines.push(JSON.stringify({ time: time - 90_000, goal: "help", system: "a" }));
  }
  return `${lines.join("\n")}\n`;
}

const options = ["--window", "1h", "--late", "2min", "--reference", "10", "--estimator", "wolpert-wolf"];
const kept = (name: string) => [
  "--state",
  `${name}.state`,
  "--out",
  `${name}.out`,
  "--rejects",
  `${name}.rejects`,
];

describe("a watch that is killed", () => {
  it("goes on without loss or double counting, at whatever moment", async () => {
    writeFileSync(at("log.jsonl"), log(24_000, 5));
    const whole = await watch(["log.jsonl", ...options, ...kept("whole")]);
    expect([whole.code, whole.out]).toEqual([0, ""]);
    const random = RandomStream.fromSeed(8);
    let kills = 0;
    for (let round = 0; round < 3; round++) {
      const name = `killed-${round}`;
      for (let offset = 0; ; kills++) {
        const args = ["watch", "--goals", goals.join(), "log.jsonl", ...options, ...kept(name)];
        const child = spawn(process.execPath, [binary, ...args], { cwd: folder, stdio: "ignore" });
        const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
        const from = offset;
        const until = offset + 2e5 + 5e5 * random.uniform();
        while (child.exitCode === null && offset < until) {
          offset = offsetOf(`${name}.state`) ?? offset;
          await sleep(1);
        }
        await sleep(10 * random.uniform());
        child.kill("SIGKILL");
        if ((await ended) === 0) break;
        offset = offsetOf(`${name}.state`) ?? from;
      }
      for (const part of ["out", "rejects"])
        expect(
          readFileSync(at(`${name}.${part}`), "utf8") === readFileSync(at(`whole.${part}`), "utf8"),
        ).toBe(true);
      expect(stateOf(name)).toEqual(stateOf("whole"));
    }
    expect(kills).toBeGreaterThanOrEqual(6);
    const lines = readFileSync(at("whole.out"), "utf8").trimEnd().split("\n");
    const parsed = lines.map((line) => watchLineSchema.parse(JSON.parse(line)));
    expect(parsed.filter(({ type }) => type === "window").length).toBeGreaterThan(100);
    expect(parsed.some((line) => line.type === "alarm" && line.notice === "raised")).toBe(true);
  }, 120_000);
});

function offsetOf(name: string): number | undefined {
  try {
    return JSON.parse(readFileSync(at(name), "utf8")).input.offset;
  } catch {
    return undefined;
  }
}

/** Without what names the files. */
function stateOf(name: string) {
  const { out, rejects, ...rest } = watchStateSchema.parse(
    JSON.parse(readFileSync(at(`${name}.state`), "utf8")),
  );
  return { ...rest, bytes: [out?.bytes, rejects?.bytes] };
}

describe.concurrent("telostat watch", () => {
  it("reads a pipe and a file alike, to the last line", async () => {
    const text = '{"goal":"help"}\n'.repeat(25).trimEnd();
    writeFileSync(at("plain.jsonl"), text);
    const outcomes = await Promise.all([
      watch(["plain.jsonl", "--window", "10", "--json"]),
      watch(["-", "--window", "10", "--json"], text),
    ]);
    for (const { code, out, err } of outcomes) {
      expect([code, err]).toEqual([
        0,
        "25 observations, 0 repeats ignored, 0 records set aside, no alarm raised\n",
      ]);
      expect(
        out
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line).observations),
      ).toEqual([10, 10, 5]);
    }
  });

  it("is interrupted in a pipe without a complaint", async () => {
    const args = ["watch", "--goals", goals.join(), "--window", "1", "--json"];
    const child = spawn(process.execPath, [binary, ...args], { cwd: folder });
    let [out, err] = ["", ""];
    child.stderr.on("data", (chunk) => (err += chunk));
    child.stdout.on("data", (chunk) => {
      out += chunk;
      child.kill("SIGINT");
    });
    child.stdin.on("error", () => {});
    child.stdin.write('{"goal":"help"}\n');
    expect(await new Promise((resolve) => child.once("close", resolve))).toBe(130);
    expect([JSON.parse(out).observations, err]).toEqual([1, expect.stringMatching(/^1 observations/)]);
  });

  it("ends with 3 on an alarm when told to, and dates it", async () => {
    const labels = [...Array(300).fill("help"), ...Array(200).fill("lie")].map((goal) => `${goal}\n`);
    const outcome = await watch(
      ["--format", "csv", "--window", "20", "--limit", "0.3", "--min-fidelity", "0.7", "--fail-on-alarm"],
      ["goal\n", ...labels],
    );
    expect(outcome.code).toBe(3);
    expect(outcome.out).toMatch(
      /^ALARM fidelity-15: fidelity 0 \[0, 0\.\d+\], tolerated 0\.7; since observation 301/m,
    );
  });

  it("shows gaps as gaps", async () => {
    const stream = [0, 1, 2, 50].map((t) => JSON.stringify({ goal: "help", time: 3600 * t }));
    const { out } = await watch(
      ["--window", "10h"],
      stream.map((line) => `${line}\n`),
    );
    expect(out.match(/no observations/g)).toHaveLength(4);
    expect(out).not.toMatch(/S 0 /);
  });

  it("follows a file that grows, is cut short and is replaced", async () => {
    writeFileSync(at("grows.csv"), "goal\nhelp\nhelp\n");
    const args = [
      "watch",
      "--goals",
      goals.join(),
      "grows.csv",
      "--follow",
      "--window",
      "2",
      "--json",
      "--estimator",
      "wolpert-wolf",
    ];
    const child = spawn(process.execPath, [binary, ...args], {
      cwd: folder,
      stdio: ["ignore", "pipe", "ignore"],
    });
    let out = "";
    child.stdout.on("data", (chunk) => (out += chunk));
    const windows = async (n: number): Promise<void> => {
      while (out.split("\n").length - 1 < n && child.exitCode === null) await sleep(20);
    };
    await windows(1);
    appendFileSync(at("grows.csv"), "lie\nhe");
    await sleep(100);
    appendFileSync(at("grows.csv"), "lp\n");
    await windows(2);
    truncateSync(at("grows.csv"), 0);
    appendFileSync(at("grows.csv"), "goal\nlie\nlie\n");
    await windows(3);
    writeFileSync(at("next.csv"), "goal\nstall\nstall\n");
    renameSync(at("next.csv"), at("grows.csv"));
    await windows(4);
    child.kill("SIGTERM");
    expect(await new Promise((resolve) => child.once("exit", resolve))).toBe(0);
    expect(
      out
        .trim()
        .split("\n")
        .map((line) => Object.values(JSON.parse(line).counts)),
    ).toEqual([
      [2, 0, 0],
      [1, 0, 1],
      [0, 0, 2],
      [0, 2, 0],
    ]);
  });

  it("sets bad records aside with line, reason and text, and counts the good ones", async () => {
    const bad = [
      ['{"goal":"help","time":1e400}', "unreadable", /expected a time/],
      ['{"goal":"sing","time":20}', "unknown-goal", /goal "sing" is none of help, stall, lie/],
      ['{"probabilities":{"help":0.7,"lie":0.7},"time":20}', "bad-probabilities", /sum to 1.4; expected 1/],
      ['{"probabilities":{"help":"NaN"},"time":20}', "unreadable", /expected a number, got "NaN"/],
      ['{"goal":"help","time":-90000}', "late", /closed/],
      ['{"goal":"lie","time":10,"id":"a"}', "id-conflict", /"a" was seen before with other content/],
      ['{"goal":"help"', "unreadable", /malformed JSON/],
    ] as const;
    const good = [
      '{"goal":"help","time":10,"id":"a"}',
      '{"goal":"help","time":10,"id":"a"}',
      '{"goal":"help","time":30}',
    ];
    const lines = [...good.slice(0, 2), ...bad.map(([line]) => line), good[2]];
    const { code, out, err } = await watch(
      ["--window", "1h", "--rejects", "bad.jsonl", "--json"],
      lines.map((line) => `${line}\n`),
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ observations: 2 });
    expect(err).toMatch(/2 observations, 1 repeats? ignored, 7 records set aside/);
    const rejects = readFileSync(at("bad.jsonl"), "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(rejects).toEqual(
      bad.map(([record, reason, message], i) => ({
        line: i + 3,
        reason,
        message: expect.stringMatching(message),
        record,
      })),
    );
  });
});
