import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { NavigationData, NavigationPath } from "../../contracts/index.js";
import { InputError } from "../input-error.js";
import { readArticles, readCategories, readLinks } from "./graph.js";
import { type HasLink, readFinished, readUnfinished } from "./paths.js";

/**
 * Reads a folder of Wikispeedia games [West, Pineau & Precup 2009]: articles.tsv, links.tsv, categories.tsv, every
 * finished*.tsv and, where there are any, unfinished*.tsv.
 *
 * @throws InputError with file and line at the first row that breaks its format; unfinished paths that cannot be used
 * are counted in `skipped` instead.
 */
export async function readWikispeedia(folder: string): Promise<NavigationData> {
  const names = (await list(folder)).filter((name) => name.endsWith(".tsv")).sort();
  const files = (start: string) =>
    names.filter((name) => name.startsWith(start)).map((name) => join(folder, name));
  if (files("finished").length === 0) {
    throw new InputError(
      { source: folder },
      "no finished*.tsv; expected articles.tsv, links.tsv, categories.tsv and finished*.tsv",
    );
  }
  const articles = await readArticles(folder);
  const links = await readLinks(folder, articles);
  const categories = await readCategories(folder, articles);
  const known = new Set(links.map(([from, to]) => from * articles.size + to));
  const hasLink: HasLink = (from, to) => known.has(from * articles.size + to);

  const finished: NavigationPath[] = [];
  for (const file of files("finished")) {
    for await (const path of readFinished(file, articles, hasLink)) finished.push(path);
  }
  const unfinished: NavigationPath[] = [];
  const problems: InputError[] = [];
  for (const file of files("unfinished")) {
    for await (const path of readUnfinished(file, articles, hasLink)) {
      if (path instanceof InputError) problems.push(path);
      else unfinished.push(path);
    }
  }
  const [first] = problems;
  const skipped = { paths: problems.length, ...(first && { first: first.message }) };
  return { articles: [...articles.keys()], links, categories, finished, unfinished, skipped };
}

async function list(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reasons: Record<string, string> = {
      ENOENT: "no such folder",
      ENOTDIR: "is a file; expected a folder",
    };
    throw new InputError({ source: folder }, reasons[code ?? ""] ?? `cannot be read: ${message}`);
  }
}
