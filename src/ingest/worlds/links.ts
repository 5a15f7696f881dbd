import type { Input } from "../input.js";
import { InputError } from "../input-error.js";
import { quoted } from "../printable.js";
import { textBlocks } from "../text.js";

/**
 * A list of links, one a line: from and to, between tabs, or commas where a line has no tab. Blank lines and lines that
 * begin with "#" are skipped.
 *
 * @throws InputError at a line that is no link.
 */
export async function readLinks(input: Input): Promise<(readonly [from: string, to: string])[]> {
  const links: (readonly [string, string])[] = [];
  for await (const block of textBlocks(input)) {
    let line = block.line;
    for (const row of block.text.split("\n")) {
      const position = { source: input.name, line: line++ };
      if (row.trim() === "" || row.startsWith("#")) continue;
      const [from = "", to = "", ...more] = row
        .split(row.includes("\t") ? "\t" : ",")
        .map((name) => name.trim());
      if (from === "" || to === "" || more.length > 0) {
        throw new InputError(position, `expected two nodes, from and to, got ${quoted(row)}`);
      }
      links.push([from, to]);
    }
  }
  if (links.length === 0) throw new InputError({ source: input.name }, "no links");
  return links;
}
