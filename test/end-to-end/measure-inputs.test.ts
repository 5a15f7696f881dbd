/** `telostat measure` as a user runs it, on every kind of input but labels (measure.test.ts), and on input gone wrong. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type MeasureResult, measureResultSchema } from "../../src/contracts/index.js";
import { type Outcome, telostat } from "./telostat.js";

const folder = mkdtempSync(join(tmpdir(), "telostat-measure-inputs-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string | Uint8Array): string {
  writeFileSync(join(folder, name), text);
  return name;
}

const measure = (args: readonly string[], stdin = ""): Promise<Outcome> =>
  telostat(["measure", ...args], { cwd: folder, stdin });

async function result(args: readonly string[], stdin = ""): Promise<MeasureResult> {
  const { code, out, err } = await measure([...args, "--json"], stdin);
  expect([code, err]).toEqual([0, ""]);
  return measureResultSchema.parse(JSON.parse(out));
}

/** `line` `n` times. */
const lines = (n: number, line: unknown): string =>
  `${typeof line === "string" ? line : JSON.stringify(line)}\n`.repeat(n);

const entropyOf = (...p: number[]): number => -p.reduce((sum, x) => sum + x * Math.log(x), 0);

const room = file(
  "room.yaml",
  'kind: gridworld\nmap: ["a...b", "..s.."]\nterminal: ab\ngoals: { a: { a: 10 }, b: { b: 10 } }\nintended: a\n',
);
const toA = {
  steps: [
    ["2,1", "up"],
    ["2,0", "left"],
    ["1,0", "left"],
  ],
};
const toB = {
  steps: [
    ["2,1", "up"],
    ["2,0", "right"],
    ["3,0", "right"],
  ],
};

const links =
  "links: { home: [shop, help], shop: [cart, home], help: [home], cart: [] }\ngoals: [cart, help]\n";
const site = file("site.yaml", `kind: graph\n${links}`);
const strict = file("strict.yaml", `kind: graph\n${links}none_of_these: false\n`);

const lamp = (off: string, goals = "light: { on: 1 }, dark: { off: 1 }"): string =>
  `kind: mdp\ntransitions:\n  off: { press: ${off}, wait: { off: 1 } }\n  on: { press: { off: 1 }, wait: { on: 1 } }\ngoals: { ${goals} }\n`;
const light = { steps: [["off", "press"], ...Array(5).fill(["on", "wait"])] };

const calibration = file("calibration.csv", "true,a,b\na,80,20\nb,10,90\n");

describe.concurrent("worlds", () => {
  it("gridworld: 40 of 50 episodes go to a", async () => {
    const { input, distribution, entropy, fidelity } = await result(
      ["--world", room],
      lines(40, toA) + lines(10, toB),
    );
    expect([input, ...distribution.map(({ goal, count }) => `${goal} ${count}`)]).toEqual([
      "episodes",
      "a 40",
      "b 10",
      "none of these 0",
    ]);
    expect(entropy.lower).toBeLessThan(entropyOf(0.8, 0.2));
    expect(entropy.upper).toBeGreaterThan(entropyOf(0.8, 0.2));
    expect(fidelity?.lower).toBeLessThan(0.8);
    expect(fidelity?.upper).toBeGreaterThan(0.8);
  });

  it("graph: paths that stop at no target are counted in a note", async () => {
    const { distribution, notes } = await result(
      ["--world", site, "--intended", "cart"],
      lines(30, "home;shop;cart") + lines(10, "home;help") + lines(3, "home;shop"),
    );
    expect(distribution.map(({ count }) => count)).toEqual([30, 10, 3]);
    expect(notes.join(" ")).toContain(
      '3 x episode that is impossible under every goal of the world file; they count as "none of these" (first: stdin:41)',
    );
  });

  it("decision process: goals with the same rewards are warned of", async () => {
    const twins = file(
      "twins.yaml",
      lamp("{ on: 0.9, off: 0.1 }", "light: { on: 1 }, bright: { on: 1 }, dark: { off: 1 }"),
    );
    const { notes, distribution } = await result(["--world", twins], lines(40, light));
    expect(notes).toContain("'light' and 'bright' have the same rewards: nothing tells them apart.");
    const [one, other] = distribution.map(({ probability }) => probability);
    expect(one!.upper - one!.lower).toBeGreaterThan(0.8);
    expect(one!.value + other!.value).toBeGreaterThan(0.8);
  });

  it("safety gridworld: moves round the race track serve what is hidden", async () => {
    const race = file("race.yaml", "kind: safety-gridworld\nname: boat_race\nintended: hidden performance\n");
    const { distribution } = await result(["--world", race], lines(20, { moves: "rrddlluurrddlluu" }));
    expect(distribution[0]).toMatchObject({ goal: "hidden performance", count: 20 });
  });
});

describe.concurrent("classifiers", () => {
  it("labels with their confusion matrix are corrected, with cross-checks", async () => {
    const { input, distribution, crossChecks } = await result(
      ["--confusion", calibration, "--intended", "a"],
      "goal,count\na,600\nb,400\n",
    );
    const corrected = (0.6 - 0.1) / (0.8 - 0.1);
    expect(input).toBe("predictions");
    expect(distribution[0]!.probability.value).toBeCloseTo(corrected, 6);
    expect(crossChecks?.map(({ probabilities }) => +probabilities[0]!.toFixed(6))).toEqual([
      +corrected.toFixed(6),
      +corrected.toFixed(6),
      0.6,
    ]);
  });

  it("a matrix that calls each class by the other's name is asked about, one that says nothing is named", async () => {
    const mirrored = file("mirrored.csv", "true,a,b\na,20,80\nb,90,10\n");
    const empty = file("uninformative.csv", "true,a,b\na,50,50\nb,50,50\n");
    const labels = "goal,count\na,60\nb,40\n";
    const [mixedUp, silent] = [
      await result(["--confusion", mirrored], labels),
      await result(["--confusion", empty], labels),
    ];
    expect(mixedUp.notes.join(" ")).toContain("In calibration 'a' was called 'b' more often than 'a'");
    expect(silent.notes.join(" ")).toMatch(
      /The labels hardly tell apart a, b.*The confusion matrix is nearly singular/,
    );
    expect(silent.entropy).toMatchObject({ lower: 0, upper: Math.LN2 });
  });

  it("probabilities: the training prior is divided out", async () => {
    const records =
      lines(30, { probabilities: { a: 0.99, b: 0.01 } }) + lines(10, { probabilities: { a: 0.02, b: 0.98 } });
    const { input, distribution, crossChecks } = await result(["--intended", "a"], records);
    expect(input).toBe("probabilities");
    expect(Math.abs(distribution[0]!.probability.value - 0.75)).toBeLessThan(0.02);
    const mean = (30 * 0.99 + 10 * 0.02) / 40;
    expect(crossChecks?.[0]?.probabilities[0]).toBeCloseTo(mean, 9);
    const prior = await result(["--intended", "a", "--training-prior", "a=0.9,b=0.1"], records);
    expect(prior.fidelity!.value).toBeLessThan(distribution[0]!.probability.value);
  });
});

describe.concurrent("windows and pages", () => {
  it("--window leaves a gap where nothing was seen, --html draws it", async () => {
    const times = ["10:05", "10:20", "12:01", "12:30"].map((time) => `2026-01-05T${time}:00Z`);
    const csv = `time,goal\n${times.map((time, i) => `${time},${i % 2 ? "b" : "a"}\n`).join("")}`;
    const { windows, notes } = await result(
      ["--window", "1h", "--intended", "a", "--html", "page.html"],
      csv,
    );
    expect(
      windows?.map(({ label, observations, entropy }) => [label, observations, entropy === null]),
    ).toEqual([
      ["2026-01-05 10:00", 2, false],
      ["2026-01-05 11:00", 0, true],
      ["2026-01-05 12:00", 2, false],
    ]);
    expect(notes).toContain("1 of 3 windows have no observations: gaps, not zeros.");
    const page = readFileSync(join(folder, "page.html"), "utf8");
    expect(page).toMatch(/^<!doctype html>/i);
    expect(page).toContain("<svg");
    expect(page).toContain("Grey: 1 window with no or too few observations.");
  });
});

describe.concurrent("input gone wrong: exit code, one line on stderr, nothing on stdout, no page", () => {
  const goals = file("goals.yaml", "goals:\n  - name: x\n    actions: [t]\n");
  const cut = file("cut.eval", Uint8Array.from([0x50, 0x4b, 3, 4, ...Array(200).fill(7)]));
  const call = {
    messages: [{ role: "assistant", tool_calls: [{ function: { name: "t", arguments: "{}" } }] }],
  };
  const wrong = file("wrong.yaml", lamp("{ on: 0.9, off: 0.2 }"));
  const transposed = file("corner.csv", "goal,a,b\na,80,20\nb,10,90\n");
  const rates = file("rates.csv", "true,a,b\na,0.8,0.2\nb,0.1,0.9\n");
  const labels = "goal,count\na,60\nb,40\n";

  it.each<[what: string, code: number, message: RegExp, args: string[], stdin: string]>([
    [
      "an unknown state",
      2,
      /^telostat: stdin:2: step 0: no cell at x = 9, y = 9/,
      ["--world", room],
      lines(1, toA) + lines(1, { steps: [["9,9", "up"]] }),
    ],
    [
      "an unknown action",
      2,
      /^telostat: stdin:1: step 0: unknown action "jump"; expected one of "right"/,
      ["--world", room],
      lines(1, { steps: [["2,1", "jump"]] }),
    ],
    [
      "a step that cannot follow",
      2,
      /^telostat: stdin:1: step 1: "4,0" .*\n$/,
      ["--world", room],
      lines(1, { steps: [toA.steps[0], ["4,0", "left"]] }),
    ],
    [
      "transitions that do not sum to one",
      2,
      /^telostat: wrong\.yaml:3:17: transitions\.off\.press: the probabilities sum to 1\.1; expected 1/,
      ["--world", wrong],
      lines(1, light),
    ],
    [
      "steps, then paths",
      2,
      /^telostat: stdin:2: malformed JSON; expected one episode a line/,
      ["--world", room],
      `${lines(1, toA)}home;shop\n`,
    ],
    [
      "transcripts, then labels",
      2,
      /^telostat: stdin:2: no field 'messages'/,
      ["--goals-file", goals],
      `${lines(1, call)}{"goal":"a"}\n`,
    ],
    [
      "a truncated archive",
      2,
      /^telostat: cut\.eval: truncated, or not a zip archive/,
      [cut, "--goals-file", goals],
      "",
    ],
    ["nothing", 4, /^telostat: stdin: empty; expected CSV/, ["--html", "none.html"], ""],
    ["no episodes", 4, /^telostat: stdin: empty; expected JSON Lines such as/, ["--world", room], ""],
    ["no transcripts", 4, /^telostat: stdin: no episodes/, ["--goals-file", goals], ""],
    [
      "episodes that no goal allows",
      4,
      /^telostat: stdin: none of the 5 episodes is possible under any goal; 5 x .* \(first: stdin:1\)\.$/m,
      ["--world", strict],
      lines(5, "home;shop"),
    ],
    ["a count of NaN", 2, /^telostat: stdin:1.*malformed JSON/, [], '{"goal":"a","count":NaN}\n'],
    [
      "a huge count",
      2,
      /^telostat: stdin:2: field 'count': expected a whole number from 0 to 2\^53 - 1, got "1e400"/,
      [],
      "goal,count\na,1e400\nb,1\n",
    ],
    [
      "a probability of 2",
      2,
      /^telostat: stdin:1: class "a": expected a probability from 0 to 1, got 2/,
      [],
      lines(1, { probabilities: { a: 2, b: 0 } }),
    ],
    [
      "a matrix that does not say what its rows are",
      2,
      /^telostat: corner\.csv:1: got the header "goal,a,b"; expected a table whose first cell says/,
      ["--confusion", transposed],
      labels,
    ],
    [
      "rates for counts",
      2,
      /^telostat: rates\.csv:2: field 'a': expected a whole number/,
      ["--confusion", rates],
      labels,
    ],
    [
      "a label that the matrix lacks",
      2,
      /^telostat: stdin:4: goal "c" is not one of the labels of --confusion: a, b/,
      ["--confusion", calibration],
      `${labels}c,1\n`,
    ],
  ])("%s", async (_, code, message, args, stdin) => {
    const outcome = await measure(args, stdin);
    expect(outcome).toMatchObject({ code, out: "" });
    expect(outcome.err).toMatch(message);
    expect(outcome.err.trimEnd()).not.toContain("\n");
    expect(() => readFileSync(join(folder, "none.html"))).toThrow("ENOENT");
  });
});
