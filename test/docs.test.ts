import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { blocks, documents, npmCommands, root, runExamples, runShell } from "./documentation.js";
import { npmStart } from "./npm-start.js";

const scripts = Object.keys(JSON.parse(readFileSync(join(root, "package.json"), "utf8")).scripts);
const folders: string[] = [];

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "telostat-docs-"));
  folders.push(folder);
  return folder;
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** The blocks of one document run in its order, in one folder: a later command may read what an earlier one wrote. */
describe.each(documents())("%s", (path) => {
  const markdown = readFileSync(join(root, path), "utf8");
  const all = blocks(markdown);
  const folder = temporaryFolder();

  it("links to files that exist", () => {
    const links = [...markdown.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)].map(([, link]) => link);
    expect(links.filter((link) => !existsSync(join(root, dirname(path), link)))).toEqual([]);
  });

  for (const { language, line, skipped, source } of all) {
    const npm = npmCommands(source);
    if (skipped !== undefined) it.skip(`line ${line}: ${language}, not run: ${skipped}`);
    else if (language === "sh" && npm !== undefined) {
      it(`line ${line}: ${npm.join(", ")} exist; .ci/run runs npm ci and npm test`, () => {
        for (const command of npm) expect(["ci", ...scripts]).toContain(command.replace(/^npm (run )?/, ""));
      });
      if (npm.includes("npm start"))
        it(
          `line ${line}: npm start fills the dashboard with real runs, and ends at Ctrl-C`,
          showsDemo,
          600_000,
        );
    } else if (language === "sh")
      it(`line ${line}: the commands exit as documented`, () => {
        expect(runShell(source, folder)).toBe("");
      });
  }

  const examples = all.filter(({ language, skipped }) => language === "ts" && skipped === undefined);
  if (examples.length > 0)
    it(`the examples at lines ${examples.map(({ line }) => line).join(", ")} compile and run`, () => {
      const problems = runExamples(
        examples.map(({ source }) => source),
        temporaryFolder(),
      );
      expect(problems.map((problem, i) => problem && `line ${examples[i].line}: ${problem}`)).toEqual(
        examples.map(() => ""),
      );
    });
});

/** Five networks under four policies, all watched to their end: those without alignment work raise alarms. */
async function showsDemo(): Promise<void> {
  const { systems, report, code, log } = await npmStart(temporaryFolder());
  expect(systems).toHaveLength(20);
  for (const { title, status, recent, openAlarms, entropy } of systems) {
    expect([title, recent.length]).toEqual([title, 41]);
    if (!title.endsWith("no alignment work")) continue;
    expect([title, status, openAlarms]).toEqual([title, "alarm", 1]);
    expect(entropy?.lower).toBeGreaterThan(1);
  }
  expect(systems.filter(({ status }) => status === "alarm").length).toBeGreaterThanOrEqual(5);
  expect(report).toMatch(/^<!doctype html>[\s\S]*telostat demo --seed 1 --seeds 5[\s\S]*<\/html>\s*$/);
  expect(log).toMatch(/All are trained/);
  expect(code).toBe(0);
}

it("src/README.md has a line for every folder", () => {
  const plan = readFileSync(join(root, "src/README.md"), "utf8");
  const folders = readdirSync(join(root, "src"), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  expect(folders.filter(({ name }) => !plan.includes(`| \`${name}/\` |`)).map(({ name }) => name)).toEqual(
    [],
  );
});

describe("the check of the documents", () => {
  it("reads sh and ts blocks with their lines, indented ones too, and no others", () => {
    const markdown =
      "# T\n```sh\na\n```\n- x\n  ```ts\n  b;\n  ```\n```json\n{}\n```\n```sh skip-test\n# slow\nc\n```\n";
    expect(blocks(markdown)).toEqual([
      { language: "sh", source: "a\n", line: 2 },
      { language: "ts", source: "b;\n", line: 6 },
      { language: "sh", source: "# slow\nc\n", line: 12, skipped: "slow" },
    ]);
    expect(() => blocks("```sh skip-test\nc\n```\n")).toThrow("line 1: a skip-test block says why");
  });

  it("leaves to .ci/run what only fetches, installs and runs npm scripts", () => {
    expect(npmCommands("git clone https://example.org/t\ncd t\nnpm ci && npm start # first\n")).toEqual([
      "npm ci",
      "npm start",
    ]);
    expect(npmCommands("npm ci && telostat demo\n")).toBeUndefined();
    expect(readFileSync(join(root, ".ci/run"), "utf8")).toMatch(/^npm ci$[\s\S]*^npm test\b/m);
  });

  it("fails on an exit code that is not the documented one", () => {
    const folder = temporaryFolder();
    expect(runShell("echo 1 > a\ntest -s a\n(exit 2)\n# exit 2: bad input\ncat \\\n  a\n", folder)).toBe("");
    expect(runShell("(exit 2)\n", folder)).toContain("exited with 2, documented: 0");
    expect(runShell("true\n# exit 2\n", folder)).toContain("exited with 0, documented: 2");
    expect(runShell("(exit 2)\n(exit 2)\n# exit 2\n", folder)).toContain("exited with 2, documented: 0");
    expect(runShell("no-such-command\n", folder)).toContain("exited with 127");
  });

  it("finds this repository's telostat, with or without npx", () => {
    expect(runShell("npx telostat --help\ntelostat --version | grep '[0-9]'\n", temporaryFolder())).toBe("");
  });

  it("fails on an example that does not compile, or throws", () => {
    const [good, mistyped, missing, throwing] = runExamples(
      [
        `import { sum } from "telostat/numeric";\nif (sum([1, 2]) !== 3) throw new Error("3");`,
        `import { sum } from "telostat/numeric";\nconst text: string = sum([1]);`,
        `import { nothing } from "telostat/numeric";`,
        `import { quantileSorted } from "telostat/numeric";\nquantileSorted([], 0.5);`,
      ],
      temporaryFolder(),
    );
    expect(good).toBe("");
    expect(mistyped).toContain("Type 'number' is not assignable to type 'string'");
    expect(missing).toContain("no exported member 'nothing'");
    expect(throwing).toContain("RangeError: a quantile needs at least one value");
  });
});
