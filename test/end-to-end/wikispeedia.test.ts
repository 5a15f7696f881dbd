import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { experimentResultSchema } from "../../src/contracts/index.js";
import { telostat } from "./telostat.js";

const folder = mkdtempSync(join(tmpdir(), "telostat-wikispeedia-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Nine articles on a ring, linked both ways; the ways from each to each other are finished paths. */
function writeRing(): void {
  const names = ["Ant", "Bee", "Cat", "Dog", "Eel", "Fox", "Gnu", "Hen", "Ibex"];
  const name = (i: number): string => names[(i + 18) % 9]!;
  const links = names.flatMap((from, i) => [`${from}\t${name(i + 1)}`, `${from}\t${name(i - 1)}`]);
  const paths = names.flatMap((from, i) =>
    [-4, -3, -2, 2, 3, 4].map((far) => {
      const way = Array.from({ length: Math.abs(far) + 1 }, (_, k) => name(i + k * Math.sign(far)));
      return `0\t${way.length}\t${from}\t${way.at(-1)}\t${way.join(";")}`;
    }),
  );
  const write = (file: string, lines: string[]): void =>
    writeFileSync(join(folder, file), `${lines.join("\n")}\n`);
  write("articles.tsv", names);
  write("links.tsv", links);
  write("categories.tsv", ["Ant\tsubject.Insects", "Bee\tsubject.Insects"]);
  write("finished_all.tsv", ["path_id\tn_nodes\tstart\ttarget\tpath", ...paths]);
}

const real = join(process.env.TELOSTAT_DATA ?? "../shared/data", "wikispeedia");

describe("telostat lab run wikispeedia", () => {
  it("reads a folder of a few articles", async () => {
    writeRing();
    const set = ["folds=3", "testFolds=3", "candidates=3", "replications=100"];
    const options = set.flatMap((setting) => ["--set", setting]);
    const { code, out } = await telostat([
      "lab",
      "run",
      "wikispeedia",
      "--data",
      folder,
      ...options,
      "--json",
    ]);
    expect(code).toBe(0);
    const { summary } = experimentResultSchema.parse(JSON.parse(out));
    expect([summary.paths_test?.value, summary.targets_test?.value]).toEqual([54, 9]);
  });

  it("ends with code 4 where the paths lead to too few targets", async () => {
    writeRing();
    const { code, err } = await telostat([
      "lab",
      "run",
      "wikispeedia",
      "--data",
      folder,
      "--set",
      "folds=10",
    ]);
    expect([code, err]).toEqual([4, expect.stringMatching(/lead to 9 targets, too few for 10 parts/)]);
  });

  it("says what it needs, and where a file is wrong", async () => {
    const none = await telostat(["lab", "run", "wikispeedia"]);
    expect([none.code, none.err]).toEqual([2, expect.stringContaining("expected --data DIR")]);
    writeRing();
    writeFileSync(join(folder, "links.tsv"), "Ant\tBat\n");
    const wrong = await telostat(["lab", "run", "wikispeedia", "--data", folder]);
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringMatching(/links\.tsv:1: no article "Bat"/)]);
  });

  it.skipIf(!existsSync(real))(
    "beats distance on people, with a part of the paths (skipped: no data)",
    { timeout: 240_000 },
    async () => {
      const set = [
        "folds=15",
        "learningPaths=400",
        "temperingPaths=300",
        "testPaths=300",
        "replications=200",
      ];
      const options = set.flatMap((setting) => ["--set", setting]);
      const { code, out } = await telostat([
        "lab",
        "run",
        "wikispeedia",
        "--data",
        real,
        ...options,
        "--json",
      ]);
      expect(code).toBe(0);
      const { summary } = experimentResultSchema.parse(JSON.parse(out));
      for (const stage of ["_after_2", "_after_3", "_all_but_last", ""]) {
        expect(summary[`top1_gain${stage}`]?.lower, `top-1${stage}`).toBeGreaterThan(0);
        expect(summary[`logloss_gain${stage}`]?.lower, `log loss${stage}`).toBeGreaterThan(0);
      }
      expect(summary.paths_test?.value).toBe(300);
    },
  );
});
