import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readWikispeedia } from "./index.js";

const root = mkdtempSync(join(tmpdir(), "telostat-wikispeedia-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const finishedHeader = "path_id\tn_nodes\tstart\ttarget\tpath";
const unfinishedHeader = "user\ttimestamp\tdurationInSec\tpath\ttarget\ttype";
const good = {
  "articles.tsv": "# The list of all articles.\n\nAnt\nBee\n%C3%89ire\nSun\n",
  "links.tsv": "# links\nAnt\tBee\nBee\t%C3%89ire\nAnt\tSun\nSun\tAnt\nAnt\tBee\n",
  "categories.tsv": "Ant\tsubject.Life.Insects\nBee\tsubject.Life.Insects\nAnt\tsubject.Food\n",
  "finished_any.tsv": `${finishedHeader}\n7\t3\tAnt\t%C3%89ire\tAnt;Bee;%C3%89ire\n`,
};

let folders = 0;
function folderWith(changes: Record<string, string | undefined> = {}): string {
  const folder = mkdtempSync(join(root, `${folders++}-`));
  for (const [name, text] of Object.entries({ ...good, ...changes })) {
    if (text !== undefined) writeFileSync(join(folder, name), text);
  }
  return folder;
}

describe("readWikispeedia", () => {
  it("reads articles, links, categories, and every file of paths whatever its suffix", async () => {
    const data = await readWikispeedia(
      folderWith({
        "finished_more.tsv": `${finishedHeader}\r\n1\t2\tSun\tAnt\tSun;Ant\r\n`,
        "unfinished_dev.tsv": `${unfinishedHeader}\n0\t1\t2\tAnt;Sun;<;Bee\tSun\ttimeout\n`,
        "other.txt": "not read",
      }),
    );
    expect(data).toEqual({
      articles: ["Ant", "Bee", "%C3%89ire", "Sun"],
      links: [
        [0, 1],
        [1, 2],
        [0, 3],
        [3, 0],
      ],
      categories: [
        [
          ["subject", "Life", "Insects"],
          ["subject", "Food"],
        ],
        [["subject", "Life", "Insects"]],
        [],
        [],
      ],
      finished: [
        { nodes: [0, 1, 2], target: 2 },
        { nodes: [3, 0], target: 0 },
      ],
      unfinished: [{ nodes: [0, 1], target: 3 }],
      skipped: { paths: 0 },
    });
  });

  it("counts unfinished paths that it cannot use, and says what was wrong with the first", async () => {
    const lines = ["Ant;Bee\tLong_peper", "Bee;Ant\tSun", "Ant;<;<\tSun", "Sun\tAnt"];
    const text = lines.map((line) => `0\t1\t2\t${line}\trestart`).join("\n");
    const data = await readWikispeedia(folderWith({ "unfinished.tsv": `${unfinishedHeader}\n${text}` }));
    expect(data.unfinished).toEqual([{ nodes: [3], target: 0 }]);
    expect(data.skipped.paths).toBe(3);
    expect(data.skipped.first).toMatch(/unfinished\.tsv:2: no article "Long_peper" in articles\.tsv$/);
  });

  const finished = (row: string) => ({ "finished_any.tsv": `${finishedHeader}\n${row}\n` });
  it.each([
    ["articles.tsv", { "articles.tsv": "Ant\nAnt\n" }, /articles\.tsv:2: article "Ant" is listed twice$/],
    ["articles.tsv", { "articles.tsv": "# none\n" }, /articles\.tsv: no articles; expected one a line$/],
    ["articles.tsv", { "articles.tsv": undefined }, /articles\.tsv: no such file$/],
    ["links.tsv", { "links.tsv": "\nAnt\tBat\n" }, /links\.tsv:2: no article "Bat" in articles\.tsv$/],
    [
      "links.tsv",
      { "links.tsv": "Ant Bee\n" },
      /links\.tsv:1: expected 2 fields separated by tabs .*, got 1$/,
    ],
    ["categories.tsv", { "categories.tsv": "Bat\tsubject\n" }, /categories\.tsv:1: no article "Bat"/],
    ["finished", { "finished_any.tsv": undefined }, /: no finished\*\.tsv; expected articles\.tsv/],
    [
      "finished",
      { "finished_any.tsv": "a\tb\tc\td\te\n" },
      /finished_any\.tsv:1: expected the header path_id/,
    ],
    ["finished", finished("1\t3\tAnt\tSun\tAnt;Sun"), /:2: expected a path of 3 nodes .*, got 2 nodes/],
    ["finished", finished("1\t2\tAnt\tBee\tAnt;Sun"), /:2: expected a path of .* to "Bee", .* to "Sun"$/],
    ["finished", finished("1\t2\tBee\tAnt\tBee;Ant"), /:2: no link to "Ant" from the article before/],
    ["finished", finished("1\t2\tAnt\tBat\tAnt;Bat"), /:2: no article "Bat" in articles\.tsv$/],
  ])("says where and what is wrong: %s %#", async (_, changes, message) => {
    const reading = readWikispeedia(folderWith(changes));
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toMatchObject({ name: "InputError" });
  });

  it("says that a folder is missing, or is none", async () => {
    await expect(readWikispeedia(join(root, "none"))).rejects.toThrow(/none: no such folder$/);
    await expect(readWikispeedia(join(folderWith(), "links.tsv"))).rejects.toThrow(
      /is a file; expected a folder$/,
    );
  });
});
