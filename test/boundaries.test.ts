import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

/** [file, source, names of the boundary rules it breaks]. */
const imports: [string, string, string[]][] = [
  ["src/numeric/index.ts", "export const one = 1;", []],
  ["src/entropy/index.ts", `export { one } from "../numeric/index.js";`, []],
  ["src/contracts/index.ts", `export { z } from "zod";`, []],
  ["src/fisher/index.ts", "export {};", []],
  ["src/lab/index.ts", "export {};", []],
  ["src/entropy/upward.ts", `import "../lab/index.js";`, ["floor-entropy"]],
  ["src/entropy/neighbour.ts", `import "../fisher/index.js";`, ["floor-entropy"]],
  ["src/entropy/schema.ts", `import "zod";`, ["zod-is-for-contracts"]],
  ["src/entropy/dice.ts", `import "d3-random";`, ["randomness-is-seeded"]],
  ["src/lab/gradient.ts", `import "@jax-js/jax";`, ["jax-is-for-learners"]],
  ["src/lab/terminal.ts", `import "commander";`, ["commands-are-for-cli"]],
  ["src/lab/back-door.ts", `import "../numeric/inner.js";`, ["front-door"]],
  ["src/numeric/inner.ts", "export {};", []],
  ["src/numeric/clock.ts", `import "node:process";`, ["runs-in-a-browser"]],
  ["src/numeric/lost.ts", `import "./nowhere.js";`, ["resolvable"]],
  ["src/numeric/chicken.ts", `import "./egg.js"; export type Hen = 1;`, ["no-cycles"]],
  ["src/numeric/egg.ts", `import type { Hen } from "./chicken.js"; export type Chick = Hen;`, []],
  ["src/report/tool.ts", `import "esbuild";`, ["declared-libraries-only"]],
  ["src/attic/index.ts", `import "../numeric/index.js";`, ["every-folder-has-a-floor"]],
];

/** [file, source, Biome rules it breaks]. */
const purity: [string, string, string[]][] = [
  ["src/law/pure.ts", "export const roll = (draw: () => number) => Math.floor(draw());", []],
  ["src/law/random.ts", "export const roll = () => Math.random();", ["plugin"]],
  ["src/cli/random.ts", "export const roll = () => Math.random();", ["plugin"]],
  ["src/cli/clock.ts", "export const now = () => Date.now() + process.uptime();", []],
  ...["Date.now()", "process.pid", "performance.now()", "setTimeout(() => 1)", "Buffer.from([])"].map(
    (use, i): [string, string, string[]] => [
      `src/law/impure-${i}.ts`,
      `export const use = () => ${use};`,
      ["lint/style/noRestrictedGlobals"],
    ],
  ),
];

let copy: string;

beforeAll(() => {
  copy = realpathSync(mkdtempSync(join(tmpdir(), "telostat-boundaries-")));
  for (const name of [
    ".dependency-cruiser.mjs",
    ".gitignore",
    "biome.json",
    "biome-plugins",
    "package.json",
    "tsconfig.base.json",
  ])
    cpSync(join(root, name), join(copy, name), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  for (const [file, source] of [...imports, ...purity]) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    writeFileSync(join(copy, file), `${source}\n`);
  }
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe("the boundary check fails, with its reason, on", () => {
  let status: number | null;
  let broken: Map<string, string[]>;

  beforeAll(() => {
    const cruise = run(
      "depcruise",
      "src",
      "--config",
      ".dependency-cruiser.mjs",
      "--output-type",
      "err-long",
    );
    status = cruise.status;
    broken = rulesByFile(
      cruise.stdout.matchAll(/error (?<rule>\S+): (?<file>\S+)[^\n]*\n(?: .*\n)* {4}\w+ \w+/g),
    );
  });

  it.each(imports)("%s: %s breaks %j", (file, _, rules) => {
    expect(broken.get(file) ?? []).toEqual(rules);
  });

  it("and says so by its exit status, the number of errors", () => {
    expect(status).toBe(imports.flatMap(([, , rules]) => rules).length);
  });
});

describe("the purity check fails on", () => {
  let status: number | null;
  let broken: Map<string, string[]>;

  beforeAll(() => {
    const lint = run("biome", "lint", "--reporter=github", "--max-diagnostics=none", "src");
    status = lint.status;
    broken = rulesByFile(lint.stdout.matchAll(/^::error title=(?<rule>[^,]+),file=(?<file>[^,]+)/gm));
  });

  it.each(purity)("%s: %s breaks %j", (file, _, rules) => {
    expect(broken.get(file) ?? []).toEqual(rules);
  });

  it("and says so by its exit status", () => {
    expect(status).toBe(1);
  });
});

function run(tool: string, ...args: string[]): { status: number | null; stdout: string } {
  return spawnSync(join(root, "node_modules/.bin", tool), args, { cwd: copy, encoding: "utf8" });
}

function rulesByFile(matches: Iterable<RegExpMatchArray>): Map<string, string[]> {
  const rules = new Map<string, string[]>();
  for (const { groups } of matches) {
    const file = relative(copy, resolve(copy, groups!.file));
    rules.set(file, [...(rules.get(file) ?? []), groups!.rule]);
  }
  return rules;
}
