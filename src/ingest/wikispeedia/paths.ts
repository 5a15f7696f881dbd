import type { NavigationPath } from "../../contracts/index.js";
import { InputError, type Position } from "../input-error.js";
import { quoted } from "../printable.js";
import { type Articles, articleOf } from "./graph.js";
import { rowsBelowHeader } from "./rows.js";

export type HasLink = (from: number, to: number) => boolean;

const backClick = "<";

/**
 * `finished_*.tsv`: each path leads from its start to its target, which have columns of their own too.
 *
 * @throws InputError at the first path that does not, that names an unknown article or follows a link that is not there.
 */
export async function* readFinished(
  file: string,
  articles: Articles,
  hasLink: HasLink,
): AsyncGenerator<NavigationPath> {
  const columns = ["path_id", "n_nodes", "start", "target", "path"];
  for await (const { fields, position } of rowsBelowHeader(file, columns)) {
    const [, length = "", start = "", target = "", text = ""] = fields;
    const names = text.split(";");
    const said = `${length} nodes from ${quoted(start)} to ${quoted(target)}`;
    const got = `${names.length} nodes from ${quoted(names[0])} to ${quoted(names.at(-1))}`;
    if (said !== got)
      throw new InputError(position, `expected a path of ${said}, as its row says, got ${got}`);
    yield readPath(names, target, articles, hasLink, position);
  }
}

/**
 * `unfinished_*.tsv`: the clicks until the player gave up or started again; "<" goes back.
 *
 * Yields the error in place of a path whose target or article is unknown, or whose link is not in the graph: players
 * were given a few misspelt targets and left the articles by a few links.
 */
export async function* readUnfinished(
  file: string,
  articles: Articles,
  hasLink: HasLink,
): AsyncGenerator<NavigationPath | InputError> {
  const columns = ["user", "timestamp", "durationInSec", "path", "target", "type"];
  for await (const { fields, position } of rowsBelowHeader(file, columns)) {
    const [, , , text = "", target = ""] = fields;
    try {
      yield readPath(text.split(";"), target, articles, hasLink, position);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      yield error;
    }
  }
}

function readPath(
  names: readonly string[],
  targetName: string,
  articles: Articles,
  hasLink: HasLink,
  position: Position,
): NavigationPath {
  const target = articleOf(targetName, articles, position);
  const nodes: number[] = [];
  for (const name of names) {
    const from = nodes.at(-1);
    if (name === backClick) {
      if (nodes.length < 2) throw new InputError(position, "a back click with nowhere to go back to");
      nodes.pop();
      continue;
    }
    const to = articleOf(name, articles, position);
    if (from !== undefined && !hasLink(from, to)) {
      throw new InputError(position, `no link to ${quoted(name)} from the article before it in links.tsv`);
    }
    nodes.push(to);
  }
  return { nodes, target };
}
