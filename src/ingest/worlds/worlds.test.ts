import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type EpisodeOptions, readEpisodes } from "./episodes.js";
import { readLinks } from "./links.js";
import { readWorldFile } from "./world-file.js";

const folder = mkdtempSync(join(tmpdir(), "telostat-worlds-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function* once(text: string) {
  yield Buffer.from(text);
}
const read = async (text: string, options: EpisodeOptions = {}, name = "f") => {
  const episodes = [];
  for await (const episode of readEpisodes({ name, bytes: once(text) }, options)) episodes.push(episode);
  return episodes;
};

describe("readEpisodes", () => {
  it("reads steps, paths and moves; unknown fields are ignored", async () => {
    expect(
      await read(
        '{"steps":[["0,1","up"],[[2,3],"left"],[4,5]],"x":1}\n\n{"path":["a",7],"stopped":false}\n{"moves":"lr"}\n{"moves":["l"]}\n',
      ),
    ).toEqual([
      {
        line: 1,
        stopped: true,
        steps: [
          ["0,1", "up"],
          ["2,3", "left"],
          ["4", "5"],
        ],
      },
      { line: 3, stopped: false, path: ["a", "7"] },
      { line: 4, stopped: true, moves: ["l", "r"] },
      { line: 5, stopped: true, moves: ["l"] },
    ]);
  });

  it("reads lines of nodes", async () => {
    expect(await read("# paths\na; b c;d\n\na\n")).toEqual([
      { line: 2, stopped: true, path: ["a", "b c", "d"] },
      { line: 4, stopped: true, path: ["a"] },
    ]);
  });

  it("reads times where they are asked for", async () => {
    const [episode] = await read('{"moves":"l","when":"2026-01-05"}', { time: "when" });
    expect(episode!.time).toBe(Date.parse("2026-01-05") / 1000);
  });

  it.each<[string, string, EpisodeOptions, RegExp]>([
    ["nothing", "", {}, /^f: empty; expected JSON Lines/],
    ["comments only", "# a\n", {}, /^f: no episodes/],
    ["a label", '{"goal":"a"}', {}, /^f:1: no of 'steps', 'path' and 'moves'|^f:1: none of/],
    ["two at once", '{"moves":"l","path":["a"]}', {}, /^f:1: more than one of 'steps', 'path' and 'moves'/],
    ["a step of one", '{"steps":[["a"]]}', {}, /^f:1: step 0: expected \[state, action\], got \["a"\]/],
    [
      "a state that is no name",
      '{"steps":[[null,"a"]]}',
      {},
      /^f:1: step 0: the state: expected a name, got null/,
    ],
    ["a path that is text", '{"path":"a;b"}', {}, /^f:1: field 'path': expected a list/],
    ["stopped as text", '{"path":["a"],"stopped":"no"}', {}, /^f:1: field 'stopped'/],
    ["a node without a name", "a;b\na;;b", {}, /^f:2: a node of "a;;b" has no name/],
    ["no time", '{"moves":"l"}', { time: "time" }, /^f:1: no field 'time'/],
    ["paths with time", "a;b", { time: "time" }, /^f: lines of nodes have no time/],
    ["paths after JSON", '{"path":["a"]}\na;b', {}, /^f:2:\d+: malformed JSON|^f:2: malformed JSON/],
  ])("%s is refused at its line", async (_, text, options, message) => {
    await expect(read(text, options)).rejects.toThrow(message);
  });
});

describe("readLinks", () => {
  it("reads two columns between tabs or commas", async () => {
    const text = "# links\na\tb, c\n\nd,e\n";
    expect(await readLinks({ name: "f", bytes: once(text) })).toEqual([
      ["a", "b, c"],
      ["d", "e"],
    ]);
  });

  it.each([
    ["a\n", /^f:1: expected two nodes/],
    ["a,b\na,b,c\n", /^f:2: expected two nodes/],
    ["# none\n", /^f: no links/],
  ])("%j is refused", async (text, message) => {
    await expect(readLinks({ name: "f", bytes: once(text) })).rejects.toThrow(message);
  });
});

describe("readWorldFile", () => {
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  it("reads links from the file that a world names, beside it", async () => {
    file("links.tsv", "a\tb\n");
    const { value, links } = await readWorldFile(
      file("g.yaml", "kind: graph\nlinks_file: links.tsv\ngoals: [b]\n"),
    );
    expect(value).toMatchObject({ kind: "graph", goals: ["b"], none_of_these: true });
    expect(links).toEqual([["a", "b"]]);
  });

  it.each<[string, string, RegExp]>([
    ["an unknown kind", "kind: maze\n", /:1:7: kind: /],
    ["a misspelt field", "kind: mdp\ntransitions: {}\ngoals: {}\ngamma: 1\n", /"gamma"/],
    [
      "links twice",
      "kind: graph\nlinks: {}\nlinks_file: x\ngoals: [a]\n",
      /expected either 'links' or 'links_file'/,
    ],
    ["a negative beta", "kind: mdp\ntransitions: {}\ngoals: {}\nbeta: [-1]\n", /:4:8: beta.0: /],
    ["a reward that is text", "kind: mdp\ntransitions: {}\ngoals: { a: { x: y } }\n", /:3:18: goals.a.x: /],
    [
      "a goal with the name that is added",
      "kind: graph\nlinks: {}\ngoals: [none of these]\n",
      /none of these/,
    ],
    ["malformed YAML", "kind: [\n", /malformed YAML/],
  ])("%s is refused", async (_, text, message) => {
    await expect(readWorldFile(file("w.yaml", text))).rejects.toThrow(message);
  });
});
